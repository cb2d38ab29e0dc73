package builtins

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/syntax"
	"github.com/gonode/gonode/core/vm"
)

var generatorProto = []Row{
	{Name: "next", Length: 1, Fn: generatorNext},
	{Name: "return", Length: 1, Fn: generatorReturn},
	{Name: "throw", Length: 1, Fn: generatorThrow},
}

var asyncGeneratorProto = []Row{
	{Name: "next", Length: 1, Fn: asyncGeneratorNext},
	{Name: "return", Length: 1, Fn: asyncGeneratorReturn},
	{Name: "throw", Length: 1, Fn: asyncGeneratorThrow},
}

func setupGenerators(iso *Isolate) {
	iso.SetGeneratorNext(generatorNext)
	iso.SetFastNext(mapIteratorNext, mapIteratorStep)
	iso.SetFastNext(setIteratorNext, setIteratorStep)
	// A function family: its constructor (not a global), the prototype of its functions, the prototype of its objects.
	family := func(name string, fn vm.Builtin, ctor, fproto, proto, parent vm.IntrinsicID, rows []Row, tag string) {
		fp := newPrototype(iso, fproto, vm.FunctionPrototype)
		c := iso.NewConstructor(name, 1, fn, undefined, iso.Intrinsic(vm.FunctionConstructor))
		iso.SetIntrinsic(ctor, c)
		iso.AddOwn(c.Ref(), iso.K(object.AtomPrototype), fp, 0)
		iso.AddOwn(fp.Ref(), iso.K(object.AtomConstructor), c, layout.AttrConfigurable)
		iso.SetToStringTag(fp, name)
		if tag == "" {
			return
		}
		p := newPrototype(iso, proto, parent)
		iso.DefineRows(p, rows)
		iso.AddOwn(p.Ref(), iso.K(object.AtomConstructor), fp, layout.AttrConfigurable)
		iso.AddOwn(fp.Ref(), iso.K(object.AtomPrototype), p, layout.AttrConfigurable)
		iso.SetToStringTag(p, tag)
	}
	family("GeneratorFunction", generatorFunction, vm.GeneratorFunctionConstructor, vm.GeneratorFunctionPrototype, vm.GeneratorPrototype, vm.IteratorPrototype, generatorProto, "Generator")
	family("AsyncGeneratorFunction", asyncGeneratorFunction, vm.AsyncGeneratorFunctionConstructor, vm.AsyncGeneratorFunctionPrototype, vm.AsyncGeneratorPrototype, vm.AsyncIteratorPrototype, asyncGeneratorProto, "AsyncGenerator")
	family("AsyncFunction", asyncFunction, vm.AsyncFunctionConstructor, vm.AsyncFunctionPrototype, 0, 0, nil, "")
}

// generatorFunction, ECMA-262 27.3.1.1; asyncGeneratorFunction, 27.4.1.1; asyncFunction, 27.7.1.1.
func generatorFunction(iso *Isolate, a *Args) (Value, bool) {
	return createDynamicFunction(iso, a, syntax.DynamicGenerator, vm.GeneratorFunctionPrototype)
}
func asyncGeneratorFunction(iso *Isolate, a *Args) (Value, bool) {
	return createDynamicFunction(iso, a, syntax.DynamicAsyncGenerator, vm.AsyncGeneratorFunctionPrototype)
}
func asyncFunction(iso *Isolate, a *Args) (Value, bool) {
	return createDynamicFunction(iso, a, syntax.DynamicAsync, vm.AsyncFunctionPrototype)
}

// Generator.prototype.next, return and throw, 27.5.1.2 to 27.5.1.4.
func generatorNext(iso *Isolate, a *Args) (Value, bool) {
	return iso.GeneratorResume(a.This(), a.Arg(0), vm.ResumeNext, "[Generator].prototype.next")
}
func generatorReturn(iso *Isolate, a *Args) (Value, bool) {
	return iso.GeneratorResume(a.This(), a.Arg(0), vm.ResumeReturn, "[Generator].prototype.return")
}
func generatorThrow(iso *Isolate, a *Args) (Value, bool) {
	return iso.GeneratorResume(a.This(), a.Arg(0), vm.ResumeThrow, "[Generator].prototype.throw")
}

// AsyncGenerator.prototype.next, return and throw, 27.6.1.2 to 27.6.1.4.
func asyncGeneratorNext(iso *Isolate, a *Args) (Value, bool) {
	return iso.AsyncGeneratorResume(a.This(), a.Arg(0), vm.ResumeNext, "[AsyncGenerator].prototype.next")
}
func asyncGeneratorReturn(iso *Isolate, a *Args) (Value, bool) {
	return iso.AsyncGeneratorResume(a.This(), a.Arg(0), vm.ResumeReturn, "[AsyncGenerator].prototype.return")
}
func asyncGeneratorThrow(iso *Isolate, a *Args) (Value, bool) {
	return iso.AsyncGeneratorResume(a.This(), a.Arg(0), vm.ResumeThrow, "[AsyncGenerator].prototype.throw")
}
