'use strict';
// Source maps (version 3): module.SourceMap and module.findSourceMap.

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const kBase64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

class SourceMap {
  #payload;
  #mappings = [];
  #lineLengths;
  constructor(payload, { lineLengths } = {}) {
    if (payload === null || typeof payload !== 'object') throw new ERR_INVALID_ARG_TYPE('payload', 'Object', payload);
    this.#payload = structuredCloneSafe(payload);
    this.#lineLengths = lineLengths;
    if (Array.isArray(payload.sections)) {
      for (const s of payload.sections) this.#parse(s.map, s.offset.line, s.offset.column);
    } else {
      this.#parse(payload, 0, 0);
    }
    this.#mappings.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  }
  get payload() {
    return structuredCloneSafe(this.#payload);
  }
  get lineLengths() {
    return this.#lineLengths === undefined ? undefined : this.#lineLengths.slice();
  }
  #parse(map, lineOffset, columnOffset) {
    const { sources = [], names = [], mappings = '', sourceRoot = '' } = map;
    let line = lineOffset;
    let column = columnOffset;
    let src = 0;
    let srcLine = 0;
    let srcColumn = 0;
    let name = 0;
    let i = 0;
    const vlq = () => {
      let result = 0;
      let shift = 0;
      for (;;) {
        const d = kBase64.indexOf(mappings[i++]);
        if (d < 0) return 0;
        result |= (d & 31) << shift;
        if ((d & 32) === 0) break;
        shift += 5;
      }
      return result & 1 ? -(result >>> 1) : result >>> 1;
    };
    while (i < mappings.length) {
      const c = mappings[i];
      if (c === ';') {
        line++;
        column = 0;
        i++;
        continue;
      }
      if (c === ',') {
        i++;
        continue;
      }
      column += vlq();
      if (i >= mappings.length || mappings[i] === ',' || mappings[i] === ';') {
        this.#mappings.push([line, column]);
        continue;
      }
      src += vlq();
      srcLine += vlq();
      srcColumn += vlq();
      const url = sourceRoot + (sources[src] ?? '');
      if (i < mappings.length && mappings[i] !== ',' && mappings[i] !== ';') {
        name += vlq();
        this.#mappings.push([line, column, url, srcLine, srcColumn, names[name]]);
      } else {
        this.#mappings.push([line, column, url, srcLine, srcColumn]);
      }
    }
  }
  findEntry(lineOffset, columnOffset) {
    let lo = 0;
    let count = this.#mappings.length;
    while (count > 1) {
      const step = count >> 1;
      const mid = lo + step;
      const m = this.#mappings[mid];
      if (lineOffset < m[0] || (lineOffset === m[0] && columnOffset < m[1])) {
        count = step;
      } else {
        lo = mid;
        count -= step;
      }
    }
    const e = this.#mappings[lo];
    if (!e || (lo === 0 && (lineOffset < e[0] || (lineOffset === e[0] && columnOffset < e[1])))) return {};
    return { generatedLine: e[0], generatedColumn: e[1], originalSource: e[2], originalLine: e[3], originalColumn: e[4], name: e[5] };
  }
  findOrigin(lineNumber, columnNumber) {
    const range = this.findEntry(lineNumber - 1, columnNumber - 1);
    if (range.originalSource === undefined || range.originalLine === undefined || range.originalColumn === undefined ||
        range.generatedLine === undefined || range.generatedColumn === undefined) return {};
    return {
      name: range.name,
      fileName: range.originalSource,
      lineNumber: range.originalLine + (lineNumber - 1 - range.generatedLine) + 1,
      columnNumber: range.originalColumn + (columnNumber - 1 - range.generatedColumn) + 1,
    };
  }
}
function structuredCloneSafe(v) {
  return JSON.parse(JSON.stringify(v));
}

function findSourceMap(sourceURL) {
  if (!process.sourceMapsEnabled) return undefined;
  const text = internalBinding('errors').getSourceMapPayload?.(sourceURL);
  if (text === undefined) return undefined;
  return new SourceMap(JSON.parse(text));
}

module.exports = { SourceMap, findSourceMap };
