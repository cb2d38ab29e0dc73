// Messages of early errors. Each line is a program for indirect eval.
const programs = String.raw`
var
var 1
let
let let = 1
const x
const x;
let a; let a
let a; var a
var a; let a
function f() { let a; var a }
function f(a) { let a }
function f(a, a) { 'use strict' }
(a, a) => 1
class A { constructor() {} constructor() {} }
class A { get constructor() {} }
class A { *constructor() {} }
class A { async constructor() {} }
class A { static prototype() {} }
class A { static prototype = 1 }
class A { constructor = 1 }
class A { 'constructor' = 1 }
class A { #constructor }
class A { #a; #a }
class A { get #a() {} get #a() {} }
class A { get #a() {} static set #a(v) {} }
class A { m() { this.#b } }
class A { #a; m() { delete this.#a } }
class A { x = arguments }
class A { static { await } }
class A { static { return } }
class A { static { arguments } }
class A { constructor() { super() } }
class A extends B { m() { super() } }
class
class {}
class A extends
class A { x: 1 }
class A { get x(a) {} }
class A { set x() {} }
class A { set x(...a) {} }
class let {}
class yield {}
super.x
super()
function f() { super.x }
function f() { super() }
({ m() { super() } })
new.target
() => new.target
import.meta
import
import x from 'y'
import {x} from 'y'
export default 1
export var a
import()
import('a', 'b', 'c')
new import('x')
import(...a)
await 1
await x
async function f() { function g() { await 1 } }
async function f() { (a = await 1) => 1 }
async function f(a = await 1) {}
function* g(a = yield) {}
function* g() { (a = yield) => 1 }
function* g() { function yield() {} }
function* g() { var yield }
async function f() { var await }
'use strict'; yield
'use strict'; var yield
'use strict'; let static
'use strict'; var interface
'use strict'; implements = 1
'use strict'; eval = 1
'use strict'; arguments = 1
'use strict'; var eval
'use strict'; function eval() {}
'use strict'; function f(arguments) {}
'use strict'; eval++
'use strict'; --arguments
'use strict'; ({ eval } = {})
'use strict'; [arguments] = []
'use strict'; with (a) {}
'use strict'; delete x
'use strict'; delete (x)
'use strict'; 010
'use strict'; 08
'use strict'; '\01'
'use strict'; '\8'
'use strict'; "\08"
'use strict'; if (1) function f() {}
'use strict'; l: function f() {}
'use strict'; catch (eval) {}
'use strict'; try {} catch (eval) {}
'use strict'; (eval) => 1
'use strict'; eval => 1
function f(a = 1) { 'use strict' }
(...a) => { 'use strict' }
({ a }) => { 'use strict' }
function f(...a, b) {}
function f(...a = 1) {}
(...a, b) => 1
(a, ...b,) => 1
[...a, b] = c
[...a,] = c
({ ...a, b } = c)
({ ...{ a } } = c)
let [...a,] = b
let { ...a, b } = c
let { a: 1 } = b
let [1] = a
let { a }
let [a]
const { a }
const [a]
var { a }
for (let a, b of c);
for (let a = 1 of b);
for (var a = 1 of b);
for (let a = 1 in b);
for (const a = 1 in b);
for (let [a] = 1 in b);
'use strict'; for (var a = 1 in b);
for (let of x);
for (async of x);
for (let.x of y);
for (const a;;);
for (a, b of c);
for (1 of a);
for (f() of a);
for (f() in a);
for (a of b, c);
for await (a of b);
for (let a;
for (
for (;;
while
while (
do x while (y) z
do
if
if (
if (a) else
if (1) let a
if (1) const a = 1
if (1) class A {}
while (1) let
a
while (1) function f() {}
for (;;) function f() {}
do function f() {} while (0)
with (a) function f() {}
label: let a
label: class A {}
label: async function f() {}
label: function* g() {}
if (1) async function f() {}
a: a: 1
a: { a: 1 }
break
continue
break a
continue a
a: { continue a }
a: function f() { break a }
switch (a) { case 1: let b; case 2: let b }
switch (a) { default: default: }
switch
switch (a) b
switch (a) { b }
switch (a) { case }
return
return 1
throw
throw
1
try {}
try
try {} catch
try {} catch (
try {} catch (e
try {} catch () {}
try {} catch (a) { let a }
try {} catch ([a]) { var a }
try {} catch ([a, a]) {}
try {} finally
catch
finally {}
case 1:
default:
else
else 1
1 = 2
1 += 2
1++
++1
--1
a++ = 1
a++ ++
++a++
f() = 1
f() += 1
f()++
++f()
f() ??= 1
f() &&= 1
this = 1
null = 1
true = 1
'a' = 1
new.target = 1
function f() { new.target = 1 }
import.meta = 1
(a, b) = 1
(a = 1) = 2
a + b = 1
a ? b : c = 1
(a ? b : c) = 1
({}) = 1
([]) = 1
({ a }) = 1
([a]) = 1
[(a = 1)] = 1
[([a])] = 1
({ a: (b = 1) } = 1)
({ a: ({}) } = 1)
{ a } = 1
({ a = 1 })
({ a = 1 }).b
f({ a = 1 })
[{ a = 1 }].b
({ a: 1 } = {})
({ a() {} } = {})
({ get a() {} } = {})
[a + 1] = []
[1] = []
async (a = 1) = 2
a?.b = 1
a?.b++
a?.[b] += 1
delete a?.b = 1
new a?.b()
a?.${'`'}b${'`'}
a?.b${'`'}c${'`'}
[a?.b] = c
({ a: b?.c } = d)
for (a?.b of c);
a ?? b || c
a || b ?? c
a && b ?? c
-1 ** 2
!a ** 2
typeof a ** 2
delete a ** 2
await a ** 2
(-1) ** 2 **
a **
a +
+
*
/
/a
/a/gg
/a/x
/a/uv
/(/
/a
/[/
=
==
=>
a =>
() =>
() => {}()
() => {} || a
() + 1
()
(a, )
(a b)
(a
(
)
[
[a
[a b]
[,
]
{
{ a
}
({
({ a
({ a b })
({ a: })
({ a, , })
({ get })
({ get a })
({ get a(b) {} })
({ set a() {} })
({ set a(b, c) {} })
({ async a })
({ *a })
({ async *a })
({ 1 })
({ 'a' })
({ [a] })
({ a: 1, a })
({ __proto__: 1, __proto__: 2 })
({ __proto__: 1, '__proto__': 2 })
({ if })
({ true })
({ eval() { 'use strict' } , yield })
f(
f(a
f(a b)
f(a,,b)
f(...)
f(a, ...)
a.
a.1
a.'b'
a.#b
#a
#a in b
a in #b
1 in #a
class A { #a; m() { #a } }
class A { #a; m() { #a + 1 } }
class A { #a; m() { 1 + #a in b } }
a..b
a b
a 1
1 a
1a
1n.x; 1.5n
0b
0b2
0b12
0o8
0o
0x
0xg
1e
1e+
1_
1__0
_1; 1._0
0_1
0b_1
01_0
08n
01n
1_000_n
"
'
"a
'a
'a\
'\x'
'\xg0'
'\u'
'\u{'
'\u{110000}'
'\u{g}'
'\u00g0'
${'`'}
${'`'}a
${'`'}${'$'}{
${'`'}${'$'}{a
${'`'}${'$'}{a}
${'`'}\01${'`'}
${'`'}\x${'`'}
${'`'}\u{${'`'}
${'`'}\8${'`'}
\u0061\
\u{61
\u{110000}
\u0030a
a\u0020b
v\u0061r a; v\u{61}r
@
@a
#
#!
\
${'\\'}u
a ? b
a ? b :
a ? : c
?
:
;;)
function
function (
function () {}
function f
function f(
function f(a
function f() {
function f(1) {}
function f(a,,b) {}
function f() } 
function* () {}
async function () {}
async function f
async () =>
async (
async a b
async () => { await }
async () => await
async (await) => 1
async await => 1
function f() { await 1 }
function* g() { yield
function* g() { yield = 1 }
function* g() { [yield] = 1 }
enum
enum A {}
var enum
var class
var if
let if
let new
const typeof = 1
function if() {}
a.if; if.a
var a.b
var a +
var a =
let a b
let [a] b
debugger a
new
new 1.
new a.
new.a
new.targe
import.met
import.
import.meta.x
typeof
void
delete
delete
!
~
-
++
--
yield 1
let yield; yield
<!-- a b
--> a b
/* a
/* a */ /*
var a\u{2028}b
eval('let a; let a')
new Function('a', 'b', 'a b')
new Function('a,', '')
new Function('a b', '')
new Function('/*', '*/){')
new Function('', '}')
new Function('a', 'super()')
Function('return 1', '')
(function* () {}).constructor('yield = 1')
(async function () {}).constructor('await = 1')
let undefined
const undefined = 1
function f() { 'use strict'; undefined = 1; let undefined; return undefined } f()
{ using }
{ using a }
{ using a; }
{ using [a] = b }
{ using { a } = b }
using a = b
{ await using a = b }
for (using a in b);
for (using a of b) { var a }
switch (1) { case 1: using a = b }
`.trim().split('\n');
for (const p of programs) {
  let r;
  try {
    r = 'fine ' + typeof (0, eval)(p);
  } catch (e) {
    r = e.name + ': ' + e.message;
  }
  print(p + '\n    ' + r);
}
