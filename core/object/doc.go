// Package object owns the storage of objects in the cage: shapes (hidden classes) and their transitions, named properties in
// slots or dictionaries, elements, hash tables, and the well-known atoms and symbols. It looks up and stores; what may call
// JavaScript ([[Get]], [[Set]] with accessors, proxies) lives in core/vm. Nothing here collects (INV-4).
//
// Reading order: space.go, shape.go, property.go, dict.go, elements.go.
package object
