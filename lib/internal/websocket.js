'use strict';
// WebSocket, EventSource and their events; the parts load when they are used.

module.exports = {
  get WebSocket() { return require('internal/websocket/websocket').WebSocket; },
  get EventSource() { return require('internal/websocket/eventsource').EventSource; },
  get CloseEvent() { return require('internal/websocket/events').CloseEvent; },
  get ErrorEvent() { return require('internal/websocket/events').ErrorEvent; },
};
