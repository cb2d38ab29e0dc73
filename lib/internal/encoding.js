'use strict';

// TextEncoder and TextDecoder (WHATWG Encoding). UTF-8, UTF-16 and the single byte encodings are decoded here; other
// labels go to the `encoding_binding` binding when it has a decoder for them.

const { codes } = require('internal/errors');
const { customInspectSymbol, encodingsMap } = require('internal/util');
const { isAnyArrayBuffer, isUint8Array } = require('internal/util/types');
const { validateString, validateObject, kValidateObjectAllowObjectsAndNull } = require('internal/validators');

const binding = internalBinding('encoding_binding');
const { utf8Slice, ucs2Slice, latin1Slice } = internalBinding('buffer');

// Labels by encoding name; whitespace separates labels.
function labelTable() {
  return {
    __proto__: null,
    'utf-8': 'unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8',
    'ibm866': '866 cp866 csibm866 ibm866',
    'iso-8859-2': 'csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2',
    'iso-8859-3': 'csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3',
    'iso-8859-4': 'csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4',
    'iso-8859-5': 'csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988',
    'iso-8859-6': 'arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i ' +
      'iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987',
    'iso-8859-7': 'csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 ' +
      'iso_8859-7:1987 sun_eu_greek',
    'iso-8859-8': 'csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 ' +
      'iso_8859-8:1988 visual',
    'iso-8859-8-i': 'csiso88598i iso-8859-8-i logical',
    'iso-8859-10': 'csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6',
    'iso-8859-13': 'iso-8859-13 iso8859-13 iso885913',
    'iso-8859-14': 'iso-8859-14 iso8859-14 iso885914',
    'iso-8859-15': 'csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9',
    'iso-8859-16': 'iso-8859-16',
    'koi8-r': 'cskoi8r koi koi8 koi8-r koi8_r',
    'koi8-u': 'koi8-ru koi8-u',
    'macintosh': 'csmacintosh mac macintosh x-mac-roman',
    'windows-874': 'dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874',
    'windows-1250': 'cp1250 windows-1250 x-cp1250',
    'windows-1251': 'cp1251 windows-1251 x-cp1251',
    'windows-1252': 'ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 ' +
      'iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252',
    'windows-1253': 'cp1253 windows-1253 x-cp1253',
    'windows-1254': 'cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 ' +
      'windows-1254 x-cp1254',
    'windows-1255': 'cp1255 windows-1255 x-cp1255',
    'windows-1256': 'cp1256 windows-1256 x-cp1256',
    'windows-1257': 'cp1257 windows-1257 x-cp1257',
    'windows-1258': 'cp1258 windows-1258 x-cp1258',
    'x-mac-cyrillic': 'x-mac-cyrillic x-mac-ukrainian',
    'gbk': 'chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk',
    'gb18030': 'gb18030',
    'big5': 'big5 big5-hkscs cn-big5 csbig5 x-x-big5',
    'euc-jp': 'cseucpkdfmtjapanese euc-jp x-euc-jp',
    'iso-2022-jp': 'csiso2022jp iso-2022-jp',
    'shift_jis': 'csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis',
    'euc-kr': 'cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949',
    'utf-16be': 'unicodefffe utf-16be',
    'utf-16le': 'csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le',
    'x-user-defined': 'x-user-defined',
    'replacement': 'csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement',
  };
}

let labels;
// The name of the encoding a label stands for; undefined for an unknown label.
function getEncodingFromLabel(label) {
  const trimmed = label.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '').toLowerCase();
  if (trimmed === 'utf-8' || trimmed === 'utf8') return 'utf-8';
  if (trimmed === 'latin1') return 'windows-1252';
  if (labels === undefined) {
    labels = new Map();
    const table = labelTable();
    for (const name of Object.keys(table)) {
      for (const alias of table[name].split(' ')) labels.set(alias, name);
    }
  }
  return labels.get(trimmed);
}

// ---------------------------------------------------------------------------------------------------------------------

class TextEncoder {
  get encoding() {
    return this.#name();
  }

  encode(input = '') {
    return this.#encode(`${input}`);
  }

  encodeInto(src, dest) {
    this.#name();
    validateString(src, 'src');
    if (!dest || !isUint8Array(dest)) throw new codes.ERR_INVALID_ARG_TYPE('dest', 'Uint8Array', dest);
    const result = binding.encodeInto(src, dest);
    return { read: result[0], written: result[1] };
  }

  // Private methods check the receiver.
  #name() {
    return 'utf-8';
  }

  #encode(text) {
    return binding.encodeUtf8String(text);
  }

  [customInspectSymbol](depth, opts) {
    if (typeof depth === 'number' && depth < 0) return this;
    const object = { __proto__: { constructor: TextEncoder }, encoding: this.#name() };
    return require('internal/util/inspect').inspect(object, opts);
  }
}

Object.defineProperties(TextEncoder.prototype, {
  encode: { __proto__: null, enumerable: true },
  encodeInto: { __proto__: null, enumerable: true },
  encoding: { __proto__: null, enumerable: true },
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'TextEncoder' },
});

// ---------------------------------------------------------------------------------------------------------------------
// Decoders: decode(bytes, flush) -> string, or throw when fatal.

function invalidData(encoding) {
  return new codes.ERR_ENCODING_INVALID_ENCODED_DATA(encoding, undefined);
}

// The length of the incomplete but so far valid sequence at the end of bytes (0 to 3).
function incompleteUtf8Tail(bytes) {
  const end = bytes.length;
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back];
    if (byte < 0x80) return 0;
    if (byte < 0xC0) continue;
    let need;
    if (byte >= 0xC2 && byte <= 0xDF) need = 2;
    else if (byte >= 0xE0 && byte <= 0xEF) need = 3;
    else if (byte >= 0xF0 && byte <= 0xF4) need = 4;
    else return 0;
    if (back >= need) return 0;
    if (back >= 2) {
      const second = bytes[end - back + 1];
      if (byte === 0xE0 && second < 0xA0) return 0;
      if (byte === 0xED && second > 0x9F) return 0;
      if (byte === 0xF0 && second < 0x90) return 0;
      if (byte === 0xF4 && second > 0x8F) return 0;
    }
    return back;
  }
  return 0;
}

function concatBytes(a, b) {
  if (a === undefined || a.length === 0) return b;
  const out = new Uint8Array(a.length + b.length);
  out.set(a, 0);
  out.set(b, a.length);
  return out;
}

class Utf8Decoder {
  constructor(fatal) {
    this.fatal = fatal;
    this.rest = undefined;
  }

  decode(bytes, stream) {
    bytes = concatBytes(this.rest, bytes);
    this.rest = undefined;
    if (stream) {
      const tail = incompleteUtf8Tail(bytes);
      if (tail > 0) {
        this.rest = bytes.slice(bytes.length - tail);
        bytes = bytes.subarray(0, bytes.length - tail);
      }
    }
    if (bytes.length === 0) return '';
    if (this.fatal && !internalBinding('buffer').isUtf8(bytes)) {
      this.rest = undefined;
      throw invalidData('utf-8');
    }
    return utf8Slice(bytes, 0, bytes.length);
  }
}

class Utf16Decoder {
  constructor(fatal, bigEndian) {
    this.fatal = fatal;
    this.bigEndian = bigEndian;
    this.rest = undefined;
  }

  decode(bytes, stream) {
    bytes = concatBytes(this.rest, bytes);
    this.rest = undefined;
    let end = bytes.length & ~1;
    let odd = bytes.length !== end;
    if (stream) {
      const highAt = this.bigEndian ? end - 2 : end - 1;
      // A high surrogate at the end waits for the other half.
      if (end >= 2 && (bytes[highAt] & 0xFC) === 0xD8) end -= 2;
      if (end !== bytes.length) this.rest = bytes.slice(end);
      odd = false;
    }
    let part = bytes.subarray(0, end);
    if (this.bigEndian) {
      part = part.slice();
      for (let i = 0; i < end; i += 2) {
        const byte = part[i];
        part[i] = part[i + 1];
        part[i + 1] = byte;
      }
    }
    let text = end === 0 ? '' : ucs2Slice(part, 0, end);
    if (odd || !text.isWellFormed()) {
      if (this.fatal) {
        this.rest = undefined;
        throw invalidData(this.bigEndian ? 'utf-16be' : 'utf-16le');
      }
      text = text.toWellFormed();
      if (odd) text += '\ufffd';
    }
    return text;
  }
}

// The characters of bytes 0x80..0x9F in windows-1252.
const kWindows1252 = '\u20AC\x81\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\x8D\u017D\x8F' +
  '\x90\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\x9D\u017E\u0178';

class Windows1252Decoder {
  decode(bytes) {
    const text = latin1Slice(bytes, 0, bytes.length);
    return text.replace(/[\x80-\x9f]/g, (char) => kWindows1252[char.charCodeAt(0) - 0x80]);
  }
}

class UserDefinedDecoder {
  decode(bytes) {
    const text = latin1Slice(bytes, 0, bytes.length);
    return text.replace(/[\x80-\xff]/g, (char) => String.fromCharCode(0xF780 + char.charCodeAt(0) - 0x80));
  }
}

class NativeDecoder {
  constructor(encoding, fatal, handle) {
    this.encoding = encoding;
    this.fatal = fatal;
    this.handle = handle;
  }

  decode(bytes, stream) {
    const result = binding.decode(this.handle, bytes, stream, this.fatal);
    if (typeof result !== 'string') throw invalidData(this.encoding);
    return result;
  }
}

function makeDecoder(encoding, fatal) {
  switch (encoding) {
    case 'utf-8': return new Utf8Decoder(fatal);
    case 'utf-16le': return new Utf16Decoder(fatal, false);
    case 'utf-16be': return new Utf16Decoder(fatal, true);
    case 'windows-1252': return new Windows1252Decoder();
    case 'x-user-defined': return new UserDefinedDecoder();
  }
  const handle = binding.makeDecoder?.(encoding);
  return handle === undefined ? undefined : new NativeDecoder(encoding, fatal, handle);
}

function bytesOf(input) {
  if (isAnyArrayBuffer(input)) {
    try {
      return new Uint8Array(input);
    } catch {
      return new Uint8Array(0);
    }
  }
  if (ArrayBuffer.isView(input)) {
    try {
      return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    } catch {
      return new Uint8Array(0);
    }
  }
  const err = new codes.ERR_INVALID_ARG_TYPE('list', ['SharedArrayBuffer', 'ArrayBuffer', 'ArrayBufferView'], input);
  err.message = 'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.';
  throw err;
}

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  #decoder;
  #bomSeen = false;
  #streaming = false;

  constructor(encoding = 'utf-8', options = undefined) {
    encoding = `${encoding}`;
    if (options != null) validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
    const name = getEncodingFromLabel(encoding);
    if (name === undefined) throw new codes.ERR_ENCODING_NOT_SUPPORTED(encoding);
    this.#encoding = name;
    this.#fatal = !!options?.fatal;
    this.#ignoreBOM = !!options?.ignoreBOM;
    this.#decoder = makeDecoder(name, this.#fatal);
    if (this.#decoder === undefined) throw new codes.ERR_ENCODING_NOT_SUPPORTED(name);
  }

  decode(input = undefined, options = undefined) {
    if (!(#encoding in this)) throw new codes.ERR_INVALID_THIS('TextDecoder');
    const bytes = input === undefined ? new Uint8Array(0) : bytesOf(input);
    if (options != null) validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
    const stream = !!options?.stream;
    if (!this.#streaming) {
      this.#bomSeen = false;
      this.#decoder.rest = undefined;
    }
    this.#streaming = stream;
    let text;
    try {
      text = this.#decoder.decode(bytes, stream);
    } catch (err) {
      this.#streaming = false;
      throw err;
    }
    if (!this.#bomSeen && text.length > 0) {
      this.#bomSeen = true;
      if (!this.#ignoreBOM && text.charCodeAt(0) === 0xFEFF && this.#encoding.startsWith('utf-')) text = text.slice(1);
    }
    return text;
  }

  get encoding() {
    if (!(#encoding in this)) throw new codes.ERR_INVALID_THIS('TextDecoder');
    return this.#encoding;
  }

  get fatal() {
    if (!(#encoding in this)) throw new codes.ERR_INVALID_THIS('TextDecoder');
    return this.#fatal;
  }

  get ignoreBOM() {
    if (!(#encoding in this)) throw new codes.ERR_INVALID_THIS('TextDecoder');
    return this.#ignoreBOM;
  }

  [customInspectSymbol](depth, opts) {
    if (!(#encoding in this)) throw new codes.ERR_INVALID_THIS('TextDecoder');
    if (typeof depth === 'number' && depth < 0) return opts.stylize('[TextDecoder]', 'special');
    // An object that looks like an instance but has no custom function of its own.
    const object = Object.create(Object.create(Object.getPrototypeOf(this), {
      constructor: { __proto__: null, value: this.constructor },
      [customInspectSymbol]: { __proto__: null, value: undefined },
    }));
    for (const key of ['encoding', 'fatal', 'ignoreBOM']) {
      Object.defineProperty(object, key, { __proto__: null, value: this[key], enumerable: true });
    }
    return require('internal/util/inspect').inspect(object, opts);
  }
}

Object.defineProperties(TextDecoder.prototype, {
  decode: { __proto__: null, enumerable: true },
  encoding: { __proto__: null, enumerable: true },
  fatal: { __proto__: null, enumerable: true },
  ignoreBOM: { __proto__: null, enumerable: true },
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'TextDecoder' },
});

module.exports = {
  getEncodingFromLabel,
  TextDecoder,
  TextEncoder,
  encodingsMap,
};
