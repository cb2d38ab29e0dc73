'use strict';
// What the conversations share: say prints a line of the transcript, request is a plain HTTP client that shows what is compared.
const http = require('http');

const shown = ['content-type', 'content-length', 'content-encoding', 'location', 'vary', 'allow', 'set-cookie', 'transfer-encoding',
  'etag', 'x-powered-by', 'x-hook', 'x-time', 'access-control-allow-origin'];

function plain(v) {
  if (v instanceof Error) {
    const out = { error: v.name, message: v.message };
    if (v.code !== undefined) out.code = v.code;
    if (v.statusCode !== undefined) out.statusCode = v.statusCode;
    return out;
  }
  return v;
}

function say(label, ...values) {
  const seen = (k, v) => {
    if (typeof v === 'bigint') return v + 'n';
    if (v === undefined) return 'undefined';
    if (typeof v === 'function') return 'function ' + v.name;
    if (typeof v === 'symbol') return v.toString();
    if (v instanceof Map) return { Map: [...v] };
    if (v instanceof Set) return { Set: [...v] };
    if (v instanceof RegExp) return v.toString();
    if (typeof v === 'number' && !Number.isFinite(v)) return String(v);
    return plain(v);
  };
  console.log([label, ...values.map((v) => JSON.stringify(v, seen))].join(' | '));
}

// attempt says what f returns or throws; f may be asynchronous.
function attempt(label, f) {
  const failed = (e) => say(label, 'throws', e);
  try {
    const v = f();
    if (v && typeof v.then === 'function') return v.then((x) => say(label, x), failed);
    say(label, v);
  } catch (e) {
    failed(e);
  }
  return undefined;
}

function request(port, method, path, { headers = {}, body, agent } = {}) {
  return new Promise((resolve, reject) => {
    const req = http.request({ port, host: '127.0.0.1', method, path, headers, agent }, (res) => {
      const chunks = [];
      res.on('data', (c) => chunks.push(c));
      res.on('error', reject);
      res.on('end', () => {
        const h = {};
        for (const k of shown) if (res.headers[k] !== undefined) h[k] = res.headers[k];
        resolve({ status: res.statusCode, headers: h, body: Buffer.concat(chunks) });
      });
    });
    req.on('error', reject);
    req.end(body);
  });
}

// talk sends and says the answer; JSON bodies are encoded.
async function talk(port, method, path, options = {}) {
  const o = { ...options, headers: { ...options.headers } };
  if (o.json !== undefined) {
    o.body = JSON.stringify(o.json);
    o.headers['content-type'] ??= 'application/json';
  }
  if (o.body !== undefined) o.headers['content-length'] ??= Buffer.byteLength(o.body);
  try {
    const r = await request(port, method, path, o);
    let text = r.headers['content-encoding'] ? r.body.toString('base64').length > 0 && '(encoded)' : r.body.toString();
    if (text.length > 1500) text = `${text.slice(0, 60)}... ${text.length}`;
    if (r.headers['content-encoding']) delete r.headers['content-length'];
    say(`${method} ${path}`, r.status, r.headers, text);
    return r;
  } catch (e) {
    say(`${method} ${path}`, 'fails', e);
    return undefined;
  }
}

const once = (emitter, name) => new Promise((resolve) => emitter.once(name, (...args) => resolve(args)));
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

module.exports = { say, attempt, request, talk, once, sleep };
