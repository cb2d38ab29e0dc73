'use strict';

// What client and server share: the parser pool, character checks, and the assembly of IncomingMessages.
//
// The native parser calls onHeaders once per message; a message without a body ends with that call (`complete`).

const { methods, HTTPParser } = internalBinding('http_parser');
const incoming = require('_http_incoming');
const { IncomingMessage, readStart, readStop } = incoming;

const kIncomingMessage = Symbol('IncomingMessage');
const kSkipPendingData = Symbol('SkipPendingData');
const kMaxPooledParsers = 1000;

// parser.onHeaders: returns 0, 1 (the message has no body) or 2 (upgrade: what follows is not HTTP).
function parserOnHeaders(versionMajor, versionMinor, headers, method, url, statusCode, statusMessage,
                         upgrade, shouldKeepAlive, complete) {
  const parser = this;
  const { socket } = parser;
  const Ctor = socket?.server?.[kIncomingMessage] || IncomingMessage;
  const msg = parser.incoming = new Ctor(socket);
  msg.httpVersionMajor = versionMajor;
  msg.httpVersionMinor = versionMinor;
  msg.httpVersion = versionMajor === 1 ? (versionMinor === 1 ? '1.1' : '1.0') : `${versionMajor}.${versionMinor}`;
  msg.joinDuplicateHeaders = socket?.server?.joinDuplicateHeaders || parser.joinDuplicateHeaders;
  msg.url = url;
  msg.upgrade = upgrade;

  let n = headers.length;
  if (parser.maxHeaderPairs > 0 && n > parser.maxHeaderPairs) n = parser.maxHeaderPairs;
  msg._addHeaderLines(headers, n);

  if (method !== undefined) {
    msg.method = method;
  } else {
    msg.statusCode = statusCode;
    msg.statusMessage = statusMessage;
  }
  const result = parser.onIncoming(msg, shouldKeepAlive);
  if (complete && result !== 2 && parser.incoming === msg) parserOnMessageComplete.call(parser, undefined);
  return result;
}

function parserOnBody(b) {
  const stream = this.incoming;
  if (stream === null || stream[kSkipPendingData]) return;
  // Nobody wants the body of a message that was dumped.
  if (!stream._dumped && stream.push(b) === false) readStop(this.socket);
}

function parserOnMessageComplete(trailers) {
  const stream = this.incoming;
  if (stream !== null && !stream[kSkipPendingData]) {
    stream.complete = true;
    if (trailers !== undefined && trailers.length > 0) stream._addHeaderLines(trailers, trailers.length);
    stream.push(null);
  }
  // The socket must go on reading for the next message.
  readStart(this.socket);
}

const pool = [];
function getParser() {
  const parser = pool.pop() ?? new HTTPParser();
  cleanParser(parser);
  parser.onHeaders = parserOnHeaders;
  parser.onBody = parserOnBody;
  parser.onComplete = parserOnMessageComplete;
  return parser;
}

const parsers = {
  get ctor() { return getParser; },
  name: 'parsers',
  max: kMaxPooledParsers,
  list: pool,
  alloc: getParser,
  free(parser) {
    if (pool.length >= kMaxPooledParsers) return false;
    pool.push(parser);
    return true;
  },
};

function cleanParser(parser) {
  parser.onIncoming = null;
  parser.onExecute = null;
  parser.joinDuplicateHeaders = null;
  parser.incoming = null;
  parser.outgoing = null;
  parser.socket = null;
  parser.maxHeaderPairs = 2000;
  parser._consumed = false;
}

// Gives a parser back: it may be in the middle of execute(), then it is reused only afterwards.
function freeParser(parser, req, socket) {
  if (parser) {
    if (parser._consumed) parser.unconsume();
    cleanParser(parser);
    parser.remove?.();
    if (parsers.free(parser) === false) setImmediate(closeParser, parser);
    else parser.free?.();
  }
  if (req) req.parser = null;
  if (socket) socket.parser = null;
}

function closeParser(parser) {
  parser.close();
}

// RFC 9110 tokens, by table.
const tokenChars = new Uint8Array(128);
for (const c of '!#$%&\'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') tokenChars[c.charCodeAt(0)] = 1;

function checkIsHttpToken(val) {
  if (typeof val !== 'string' || val.length === 0) return false;
  for (let i = 0; i < val.length; i++) {
    const c = val.charCodeAt(i);
    if (c > 127 || tokenChars[c] === 0) return false;
  }
  return true;
}

// Whether a header value has a character that must not be sent.
function checkInvalidHeaderChar(val) {
  val = `${val}`;
  for (let i = 0; i < val.length; i++) {
    const c = val.charCodeAt(i);
    if ((c < 32 && c !== 9) || c === 127 || c > 255) return true;
  }
  return false;
}

function prepareError(e, parser, rawPacket) {
  e.rawPacket = rawPacket || parser.getCurrentBuffer?.();
  e.message = `Parse Error: ${e.reason}`;
}

let warnedLenient = false;
function isLenient() {
  if (process.execArgv.includes('--insecure-http-parser') ||
      (process.env.NODE_OPTIONS ?? '').includes('--insecure-http-parser')) {
    if (!warnedLenient) {
      warnedLenient = true;
      process.emitWarning('Using insecure HTTP parsing');
    }
    return true;
  }
  return false;
}

let maxHeaderSizeOption = -1;
function getMaxHeaderSize() {
  if (maxHeaderSizeOption === -1) {
    maxHeaderSizeOption = 16 * 1024;
    for (const arg of [...(process.env.NODE_OPTIONS ?? '').split(' '), ...process.execArgv]) {
      if (arg.startsWith('--max-http-header-size=')) maxHeaderSizeOption = Number(arg.slice(23));
    }
  }
  return maxHeaderSizeOption;
}

// True for a Transfer-Encoding whose last coding is chunked.
function endsWithChunked(value) {
  return /(?:^|\W)chunked(?:$|\W)/i.test(value);
}

module.exports = {
  _checkInvalidHeaderChar: checkInvalidHeaderChar,
  _checkIsHttpToken: checkIsHttpToken,
  chunkExpression: /(?:^|\W)chunked(?:$|\W)/i,
  continueExpression: /(?:^|\W)100-continue(?:$|\W)/i,
  CRLF: '\r\n',
  endsWithChunked,
  freeParser,
  getMaxHeaderSize,
  HTTPParser,
  isLenient,
  kIncomingMessage,
  kSkipPendingData,
  methods,
  parsers,
  prepareError,
};
