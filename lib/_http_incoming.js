'use strict';

const { Readable, finished } = require('stream');

const kHeaders = Symbol('kHeaders');
const kHeadersDistinct = Symbol('kHeadersDistinct');
const kHeadersCount = Symbol('kHeadersCount');
const kTrailers = Symbol('kTrailers');
const kTrailersDistinct = Symbol('kTrailersDistinct');
const kTrailersCount = Symbol('kTrailersCount');

function readStart(socket) {
  if (socket && !socket._paused && socket.readable) socket.resume();
}

function readStop(socket) {
  if (socket) socket.pause();
}

function IncomingMessage(socket) {
  let streamOptions;
  if (socket) streamOptions = { highWaterMark: socket.readableHighWaterMark };
  Readable.call(this, streamOptions);

  this._readableState.readingMore = true;
  this.socket = socket;
  this.httpVersionMajor = null;
  this.httpVersionMinor = null;
  this.httpVersion = null;
  this.complete = false;
  this[kHeaders] = null;
  this[kHeadersCount] = 0;
  this.rawHeaders = [];
  this[kTrailers] = null;
  this[kTrailersCount] = 0;
  this.rawTrailers = [];
  this.joinDuplicateHeaders = false;
  this.aborted = false;
  this.upgrade = null;
  // Of requests:
  this.url = '';
  this.method = null;
  // Of responses:
  this.statusCode = null;
  this.statusMessage = null;
  this.client = socket;
  this._consuming = false;
  // Set when the user has no interest in the body.
  this._dumped = false;
}
Object.setPrototypeOf(IncomingMessage.prototype, Readable.prototype);
Object.setPrototypeOf(IncomingMessage, Readable);

function define(name, get, set) {
  Object.defineProperty(IncomingMessage.prototype, name, { __proto__: null, configurable: true, enumerable: true, get, set });
}

define('connection', function() { return this.socket; }, function(val) { this.socket = val; });

define('headers', function() {
  if (this[kHeaders] === null) {
    this[kHeaders] = {};
    const src = this.rawHeaders;
    const dst = this[kHeaders];
    for (let n = 0; n < this[kHeadersCount]; n += 2) this._addHeaderLine(src[n], src[n + 1], dst);
  }
  return this[kHeaders];
}, function(val) { this[kHeaders] = val; });

define('headersDistinct', function() {
  if (!this[kHeadersDistinct]) {
    const dst = this[kHeadersDistinct] = { __proto__: null };
    const src = this.rawHeaders;
    for (let n = 0; n < this[kHeadersCount]; n += 2) this._addHeaderLineDistinct(src[n], src[n + 1], dst);
  }
  return this[kHeadersDistinct];
}, function(val) { this[kHeadersDistinct] = val; });

define('trailers', function() {
  if (this[kTrailers] === null) {
    this[kTrailers] = {};
    const src = this.rawTrailers;
    const dst = this[kTrailers];
    for (let n = 0; n < this[kTrailersCount]; n += 2) this._addHeaderLine(src[n], src[n + 1], dst);
  }
  return this[kTrailers];
}, function(val) { this[kTrailers] = val; });

define('trailersDistinct', function() {
  if (!this[kTrailersDistinct]) {
    const dst = this[kTrailersDistinct] = { __proto__: null };
    const src = this.rawTrailers;
    for (let n = 0; n < this[kTrailersCount]; n += 2) this._addHeaderLineDistinct(src[n], src[n + 1], dst);
  }
  return this[kTrailersDistinct];
}, function(val) { this[kTrailersDistinct] = val; });

const kSignal = Symbol('kSignal');
define('signal', function() {
  if (this[kSignal] === undefined) {
    const ac = new AbortController();
    this[kSignal] = ac.signal;
    if (this.destroyed || this.aborted) ac.abort();
    else this.once('close', () => ac.abort());
  }
  return this[kSignal];
});
Object.defineProperty(IncomingMessage.prototype, 'signal', { __proto__: null, enumerable: false });

IncomingMessage.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (callback) this.on('timeout', callback);
  this.socket.setTimeout(msecs);
  return this;
};

IncomingMessage.prototype._read = function _read(n) {
  if (!this._consuming) {
    this._readableState.readingMore = false;
    this._consuming = true;
  }
  if (this.socket?.readable) {
    this.socket._paused = false;
    readStart(this.socket);
  }
};

IncomingMessage.prototype._destroy = function _destroy(err, cb) {
  if (!this.readableEnded || !this.complete) {
    this.aborted = true;
    this.emit('aborted');
  }
  if (this.socket && !this.socket.destroyed && this.aborted) {
    this.socket.destroy(err);
    const cleanup = finished(this.socket, (e) => {
      if (e?.code === 'ERR_STREAM_PREMATURE_CLOSE') e = null;
      cleanup();
      process.nextTick(onError, this, e || err, cb);
    });
  } else {
    process.nextTick(onError, this, err, cb);
  }
};

// With nobody listening the abort of a request is not an error.
function onError(self, error, cb) {
  if (self.listenerCount('error') === 0) cb();
  else cb(error);
}

IncomingMessage.prototype._addHeaderLines = function _addHeaderLines(headers, n) {
  if (!headers?.length) return;
  let dest;
  if (this.complete) {
    this.rawTrailers = headers;
    this[kTrailersCount] = n;
    dest = this[kTrailers];
  } else {
    this.rawHeaders = headers;
    this[kHeadersCount] = n;
    dest = this[kHeaders];
  }
  if (dest) for (let i = 0; i < n; i += 2) this._addHeaderLine(headers[i], headers[i + 1], dest);
};

// How a repeated header is joined: 0 ', ', 1 the first wins, 2 array (set-cookie), 3 '; '.
function joinKind(field) {
  switch (field) {
    case 'set-cookie': return 2;
    case 'cookie': return 3;
    case 'age': case 'authorization': case 'content-length': case 'content-type': case 'etag': case 'expires':
    case 'from': case 'host': case 'if-modified-since': case 'if-unmodified-since': case 'last-modified':
    case 'location': case 'max-forwards': case 'proxy-authorization': case 'referer': case 'retry-after':
    case 'server': case 'user-agent':
      return 1;
    default: return 0;
  }
}

IncomingMessage.prototype._addHeaderLine = function _addHeaderLine(field, value, dest) {
  field = lowercase(field);
  const prev = dest[field];
  // dest has Object's prototype: a header may be called like one of its methods.
  if (prev === undefined || (typeof prev !== 'string' && !Array.isArray(prev))) {
    dest[field] = field === 'set-cookie' ? [value] : value;
    return;
  }
  const kind = joinKind(field);
  if (kind === 0) dest[field] = `${prev}, ${value}`;
  else if (kind === 2) prev.push(value);
  else if (kind === 3) dest[field] = `${prev}; ${value}`;
  else if (this.joinDuplicateHeaders) dest[field] = `${prev}, ${value}`;
};

IncomingMessage.prototype._addHeaderLineDistinct = function _addHeaderLineDistinct(field, value, dest) {
  field = field.toLowerCase();
  if (!dest[field]) dest[field] = [value];
  else dest[field].push(value);
};

// The common spellings without a new string.
function lowercase(field) {
  switch (field) {
    case 'Host': return 'host';
    case 'Accept': return 'accept';
    case 'Connection': return 'connection';
    case 'User-Agent': return 'user-agent';
    case 'Accept-Encoding': return 'accept-encoding';
    case 'Accept-Language': return 'accept-language';
    case 'Content-Length': return 'content-length';
    case 'Content-Type': return 'content-type';
    case 'Transfer-Encoding': return 'transfer-encoding';
    case 'Cookie': return 'cookie';
    case 'Date': return 'date';
    default: return field.toLowerCase();
  }
}

// Lets the rest of the body go by unseen.
IncomingMessage.prototype._dump = function _dump() {
  if (this._dumped) return;
  this._dumped = true;
  // Without listeners the data is thrown away.
  this.removeAllListeners('data');
  this.resume();
};

module.exports = { IncomingMessage, readStart, readStop };
