package node

import "github.com/gonode/gonode/bindings"

// Table lists the bindings of this package.
func Table() []bindings.Binding {
	return []bindings.Binding{
		{Name: "errors", Make: makeErrors},
		{Name: "constants", Make: makeConstants},
		{Name: "util", Make: makeUtil},
		{Name: "types", Make: makeTypes},
		{Name: "task_queue", Make: makeTaskQueue},
		{Name: "async_context", Make: makeAsyncContext},
		{Name: "timers", Make: makeTimers},
		{Name: "uv", Make: makeUV},
		{Name: "symbols", Make: makeSymbols},
		{Name: "performance", Make: makePerformance},
		{Name: "permission", Make: makePermission},
		{Name: "inspector", Make: makeInspector},
		{Name: "sea", Make: makeSEA},
		{Name: "trace_events", Make: makeTraceEvents},
		{Name: "os", Make: makeOS},
		{Name: "intl", Make: makeIntl},
	}
}
