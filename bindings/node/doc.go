// Package node holds the small bindings that Node's library needs from the engine: errors, constants, util, types, task_queue,
// async_context, timers, uv, symbols, performance, v8, permission and the stubs of what is missing.
package node
