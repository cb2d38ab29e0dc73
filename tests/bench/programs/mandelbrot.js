// tag: js. Escape times on a small grid: doubles in locals.
function run(n) { let inside = 0; while (n--) for (let py = 0; py < 24; py++) for (let px = 0; px < 32; px++) { const cx = px / 16 - 1.5, cy = py / 12 - 1; let x = 0, y = 0, k = 0; for (; k < 60 && x * x + y * y < 4; k++) { const t = x * x - y * y + cx; y = 2 * x * y + cy; x = t; } if (k === 60) inside++; } return inside; }
