'use strict';
// EventSource (WHATWG HTML, server-sent events).

const { EventTarget, Event, defineEventHandler, kTrustEvent } = require('internal/event_target');
const { MessageEvent } = require('internal/worker/message_event');
const { illegalInvocation, requireArguments, usvString } = require('internal/fetch/util');
const { DOMException } = require('internal/domexception');
const kEnumerable = { __proto__: null, enumerable: true };

const kDefaultReconnection = 3000;

class EventSource extends EventTarget {
  #url; #withCredentials; #readyState = 0; #controller; #lastEventId = ''; #reconnection = kDefaultReconnection; #timer; #origin;

  constructor(url, init = undefined) {
    requireArguments(arguments.length, 1, 'EventSource constructor');
    super();
    url = usvString(url, 'EventSource constructor', 'url');
    let parsed;
    try {
      parsed = new URL(url);
    } catch (e) {
      throw new DOMException(String(e), 'SyntaxError');
    }
    this.#url = parsed.href;
    this.#origin = parsed.origin;
    this.#withCredentials = !!init?.withCredentials;
    this.#connect();
  }

  async #connect() {
    if (this.#readyState === 2) return;
    this.#readyState = 0;
    const controller = this.#controller = new AbortController();
    const headers = { accept: 'text/event-stream' };
    if (this.#lastEventId !== '') headers['last-event-id'] = Buffer.from(this.#lastEventId).toString('latin1');
    let response;
    try {
      response = await require('internal/fetch/fetch').fetch(this.#url, { headers, cache: 'no-store', signal: controller.signal });
    } catch {
      if (this.#readyState !== 2) this.#reconnect();
      return;
    }
    const type = response.headers.get('content-type') ?? '';
    if (response.status !== 200 || !/^text\/event-stream(?:\s*;|\s*$)/i.test(type.trim())) {
      controller.abort();
      this.#failed();
      return;
    }
    this.#readyState = 1;
    this.#origin = new URL(response.url).origin;
    this.dispatchEvent(new Event('open', { [kTrustEvent]: true }));
    try {
      await this.#read(response.body);
    } catch { /* the connection is lost */ }
    if (this.#readyState !== 2) this.#reconnect();
  }

  #reconnect() {
    this.#readyState = 0;
    this.dispatchEvent(new Event('error', { [kTrustEvent]: true }));
    if (this.#readyState === 2) return;
    this.#timer = setTimeout(() => this.#connect(), this.#reconnection);
  }
  #failed() {
    this.#readyState = 2;
    this.dispatchEvent(new Event('error', { [kTrustEvent]: true }));
  }

  async #read(stream) {
    const decoder = new TextDecoder();
    let text = '';
    let type = '';
    let data = '';
    let id = this.#lastEventId;
    let skipLF = false;
    const line = (s) => {
      if (s === '') {
        this.#lastEventId = id;
        if (data !== '') {
          const event = new MessageEvent(type || 'message', { data: data.slice(0, -1), lastEventId: id, origin: this.#origin, [kTrustEvent]: true });
          if (this.#readyState !== 2) this.dispatchEvent(event);
        }
        type = '';
        data = '';
        return;
      }
      const colon = s.indexOf(':');
      if (colon === 0) return;
      const field = colon < 0 ? s : s.slice(0, colon);
      let value = colon < 0 ? '' : s.slice(colon + 1);
      if (value[0] === ' ') value = value.slice(1);
      switch (field) {
        case 'event': type = value; break;
        case 'data': data += `${value}\n`; break;
        case 'id': if (!value.includes('\0')) id = value; break;
        case 'retry': if (/^[0-9]+$/.test(value)) this.#reconnection = +value; break;
      }
    };
    for await (const chunk of stream) {
      text += decoder.decode(chunk, { stream: true });
      let from = 0;
      for (let i = 0; i < text.length; i++) {
        const c = text.charCodeAt(i);
        if (c !== 10 && c !== 13) {
          skipLF = false;
          continue;
        }
        if (c === 10 && skipLF) {
          skipLF = false;
          from = i + 1;
          continue;
        }
        line(text.slice(from, i));
        skipLF = c === 13;
        from = i + 1;
      }
      text = text.slice(from);
    }
  }

  close() {
    brand(this);
    if (this.#readyState === 2) return;
    this.#readyState = 2;
    clearTimeout(this.#timer);
    this.#controller?.abort();
  }
  get readyState() { brand(this); return this.#readyState; }
  get url() { brand(this); return this.#url; }
  get withCredentials() { brand(this); return this.#withCredentials; }
  static isBranded(v) { return v !== null && typeof v === 'object' && #readyState in v; }
}
const { isBranded } = EventSource;
delete EventSource.isBranded;
function brand(v) {
  if (!isBranded(v)) throw illegalInvocation();
}
for (const [name, value] of [['CONNECTING', 0], ['OPEN', 1], ['CLOSED', 2]]) {
  const d = { __proto__: null, value, enumerable: true, configurable: false, writable: false };
  Object.defineProperty(EventSource, name, d);
  Object.defineProperty(EventSource.prototype, name, d);
}
for (const type of ['open', 'message', 'error']) defineEventHandler(EventSource.prototype, type);
Object.defineProperties(EventSource.prototype, {
  close: kEnumerable, readyState: kEnumerable, url: kEnumerable, withCredentials: kEnumerable,
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'EventSource' },
});

module.exports = { EventSource };
