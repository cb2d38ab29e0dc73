// tag: js. Loops over Uint8Array, Int32Array and Float64Array.
const u = new Uint8Array(4096), w = new Int32Array(1024), f = new Float64Array(1024);
function run(n) { let s = 0; while (n--) { for (let i = 0; i < u.length; i++) u[i] = u[(i * 7) & 4095] + i; for (let i = 0; i < w.length; i++) w[i] = (w[i] << 1) ^ u[i * 4]; for (let i = 1; i < f.length; i++) f[i] = f[i - 1] * 0.25 + w[i] * 1e-9; s = (s + w[5] + f[9]) | 0; } return s; }
