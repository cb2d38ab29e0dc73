package builtins_test

import (
	"os"
	"testing"
	"time"

	"github.com/gonode/gonode/core/builtins"
	"github.com/gonode/gonode/core/interp"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// evalText runs an expression in a fresh realm and gives the string of its value, or the error's text.
func evalText(t *testing.T, stress gc.StressOptions, expressions [][2]string, check func(src, got, want string)) {
	t.Helper()
	iso, err := vm.New(vm.Config{Heap: gc.Config{Stress: stress}, HashSeed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	interp.Install(iso)
	builtins.Install(iso)
	iso.NewRealm()
	for _, e := range expressions {
		m := iso.HandleMark()
		v, ok := iso.RunScript("(function(){try{return String("+e[0]+"\n)}catch(e){return e.name+': '+e.message}})()", "test.js")
		got := ""
		if ok {
			got = iso.GoString(v)
		} else {
			x, _ := iso.Catch()
			got = "throws " + iso.Display(x)
		}
		iso.ReleaseHandles(m)
		check(e[0], got, e[1])
	}
}

// TestText compares the clauses Number to BigInt with what Node gives, plain and with a scavenge at every safepoint.
func TestText(t *testing.T) {
	run := func(stress gc.StressOptions) {
		evalText(t, stress, textCases, func(src, got, want string) {
			if got != want {
				t.Errorf("%s\n got  %q\n want %q", src, got, want)
			}
		})
	}
	run(gc.StressOptions{})
	if !testing.Short() && os.Getenv("NOSTRESS") == "" {
		run(gc.StressOptions{Scavenge: 1})
	}
}

var textCases = [][2]string{
	// Number
	{"(0.5).toFixed(0)", "1"},
	{"(-2.5).toFixed(0)", "-3"},
	{"(1.005).toFixed(2)", "1.00"},
	{"(1e21).toFixed(2)", "1e+21"},
	{"(25).toPrecision(1)", "3e+1"},
	{"(12345).toExponential(3)", "1.235e+4"},
	{"(0.000001).toPrecision(2)", "0.0000010"},
	{"(0.1).toString(3)", "0.0022002200220022002200220022002201"},
	{"(123.456).toString(36)", "3f.gez4w97ry"},
	{"(-255.5).toString(16)", "-ff.8"},
	{"(1e21).toString(7)", "5135235413265003022600000"},
	{"(1234567.8915).toLocaleString()", "1,234,567.892"},
	{"(-0).toLocaleString()", "-0"},
	{"parseInt('  -0x1Fz')", "-31"},
	{"parseInt('9007199254740993')", "9007199254740992"},
	{"parseInt('1'.repeat(400))", "Infinity"},
	{"parseFloat('-.5e1x')", "-5"},
	{"parseFloat('Infinityx')", "Infinity"},
	{"Number('0b101')+Number(' \\n12 ')", "17"},
	{"Number(10n)", "10"},
	{"(1).toFixed(101)", "RangeError: toFixed() digits argument must be between 0 and 100"},
	{"(1).toString(1)", "RangeError: toString() radix argument must be between 2 and 36"},
	{"Number.prototype.toString.call({})", "TypeError: Number.prototype.toString requires that 'this' be a Number"},
	{"Number.parseInt===parseInt", "true"},
	// Math
	{"Math.round(-0.2)===0&&1/Math.round(-0.2)", "-Infinity"},
	{"Math.round(0.49999999999999994)", "0"},
	{"Math.round(2.5)+Math.round(-2.5)", "1"},
	{"Math.max()", "-Infinity"},
	{"Math.min(0,-0)===0&&1/Math.min(0,-0)", "-Infinity"},
	{"Math.hypot(3,4,NaN,Infinity)", "Infinity"},
	{"Math.fround(5.5e-46)", "0"},
	{"Math.f16round(1.337)", "1.3369140625"},
	{"Math.clz32(1)", "31"},
	{"Math.imul(0xffffffff,5)", "-5"},
	{"Math.pow(10,-5)", "0.00001"},
	{"10**308", "1e+308"},
	{"(-8)**(1/3)", "NaN"},
	{"Math.log10(1000)", "3"},
	{"Math.sign(-3)", "-1"},
	{"Math.cbrt(27)", "3"},
	{"2**0.5", "1.4142135623730951"},
	{"1.1**100", "13780.61233982238"},
	// String
	{"'abc'.at(-1)", "c"},
	{"'a\\ud83d\\ude00b'.codePointAt(1)", "128512"},
	{"[...'a\\ud83d\\ude00b'].length", "3"},
	{"'abc'.substr(-2,1)", "b"},
	{"'abc'.substring(2,0)", "ab"},
	{"'abc'.slice(-2)", "bc"},
	{"'x'.padStart(5,'ab')", "ababx"},
	{"'ab'.repeat(3)", "ababab"},
	{"'aXbX'.replaceAll('X',(m,i)=>i)", "a1b3"},
	{"'aaa'.replaceAll('','-')", "-a-a-a-"},
	{"'xaxbx'.replace('x','[$&$`$\\'$$]')", "[xaxbx$]axbx"},
	{"'a-b-c'.split('-',2).join('|')", "a|b"},
	{"'abc'.split('').join('|')", "a|b|c"},
	{"'\\u0130'.toLowerCase().length", "2"},
	{"'stra\\xdfe'.toUpperCase()", "STRASSE"},
	{"'\\u03a3\\u0391\\u03a3'.toLowerCase()", "\u03c3\u03b1\u03c2"},
	{"'i'.toLocaleUpperCase('tr')", "\u0130"},
	{"'e\\u0301'.normalize().length", "1"},
	{"'\\ud800a'.isWellFormed()", "false"},
	{"'\\ud800a'.toWellFormed()", "\ufffda"},
	{"'a'.localeCompare('B')+'b'.localeCompare('A')+'a'.localeCompare('a')", "0"},
	{"['b','a','B','A','e','\\xe9','f','_','-',' ','1'].sort((x,y)=>x.localeCompare(y)).join('')", " _-1aAbBe\u00e9f"},
	{"'a10'.localeCompare('a9',undefined,{numeric:true})", "1"},
	{"'a'.localeCompare('A',undefined,{sensitivity:'base'})", "0"},
	{"'\\ufeff a\\u2029'.trim()", "a"},
	{"String.raw`a${1}\\n`", "a1\\n"},
	{"String.fromCodePoint(0x1f600).length", "2"},
	{"'a'.anchor('\"')", "<a name=\"&quot;\">a</a>"},
	{"'abcabc'.lastIndexOf('c',-1)+'abcabc'.lastIndexOf('a',NaN)", "2"},
	{"'abc'.includes('bc',1)", "true"},
	{"'a'.repeat(-1)", "RangeError: Invalid count value: -1"},
	{"'abc'.repeat(2**28)", "RangeError: Invalid string length"},
	{"'a'.startsWith(/a/)", "TypeError: First argument to String.prototype.startsWith must not be a regular expression"},
	{"String.fromCodePoint(1.5)", "RangeError: Invalid code point 1.5"},
	{"String.prototype.trim.call(null)", "TypeError: String.prototype.trim called on null or undefined"},
	{"''.normalize('x')", "RangeError: The normalization form should be one of NFC, NFD, NFKC, NFKD."},
	{"'a'.matchAll(/a/)", "TypeError: String.prototype.matchAll called with a non-global RegExp argument"},
	{"'a'.search({[Symbol.search]:1})", "TypeError: '1' returned for property 'Symbol(Symbol.search)' of object '#<Object>' is not a function"},
	{"String.prototype[Symbol.iterator].call(null)", "TypeError: String.prototype[Symbol.iterator] called on null or undefined"},
	{"'\\u4e00'.repeat(40).indexOf('\\u4e00'.repeat(33)+'x')", "-1"},
	{"('\\u4e00\\u4e01'.repeat(40)+'x').indexOf('\\u4e00\\u4e01'.repeat(20)+'x')", "40"},
	// RegExp
	{"/(\\d+)-(?<y>\\w)?/.exec('a12-').join()", "12-,12,"},
	{"/a(?<n>b)?/d.exec('xab').indices.groups.n.join()", "2,3"},
	{"'2020-01-02'.replace(/(?<y>\\d+)-(?<m>\\d+)/,'$<m>/$<y>$<z>$3$01$10')", "01/2020$3202020200-02"},
	{"'a1b22c333'.replace(/(\\d)(\\d*)/g,'<$2$1$&$$$`>')", "a<11$a>b<2222$a1b>c<333333$a1b22c>"},
	{"'abc'.replace(/(?<x>b)/,(...a)=>a[0]+a[1]+a[2]+a[3]+a[4].x)", "abb1abcbc"},
	{"'a1b2c3'.split(/(\\d)/).join('|')", "a|1|b|2|c|3|"},
	{"'abc'.split(/(?:)/u,2).join('|')", "a|b"},
	{"'\\ud83d\\ude00x'.split(/(?:)/u).length", "2"},
	{"'aBc'.match(/b/gi).join()", "B"},
	{"'abc'.match(/x/g)", "null"},
	{"[...'a1b22'.matchAll(/\\d+/g)].map(m=>m[0]+m.index).join()", "11,223"},
	{"'xay'.search(/a/g)", "1"},
	{"(()=>{const r=/a/y;return r.test('aa')+','+r.lastIndex+','+r.test('ab')+','+r.lastIndex})()", "true,1,false,0"},
	{"(()=>{const r=/a/g;r.lastIndex=5;return r.test('a')+','+r.lastIndex})()", "false,0"},
	{"(/(b)(c)?/.exec('abd'),[RegExp.$1,RegExp.$2,RegExp['$`'],RegExp[\"$'\"],RegExp.input].join())", "b,,a,d,abd"},
	{"new RegExp('/\\n[/]').source", "\\/\\n[/]"},
	{"new RegExp('').toString()", "/(?:)/"},
	{"RegExp.escape('a.b-c/\\n')", "\\x61\\.b\\x2dc\\/\\n"},
	{"(()=>{class X extends RegExp{exec(s){return super.exec(s)}};const r=new X('b','g');return 'abcb'.replace(r,'[$&]')+'abcb'.split(r)+'abcb'.match(r)+'abcb'.search(r)+[...'abcb'.matchAll(r)]})()", "a[b]c[b]a,c,b,b1b,b"},
	{"(()=>{const r=/a/;r.exec=()=>1;return r.test('a')})()", "TypeError: RegExp exec method returned something other than an Object or null"},
	{"(()=>{const r=/a/g;Object.freeze(r);return r.test('a')})()", "TypeError: Cannot assign to read only property 'lastIndex' of object '[object RegExp]'"},
	{"new RegExp('(')", "SyntaxError: Invalid regular expression: /(/: Unterminated group"},
	{"new RegExp('a','gg')", "SyntaxError: Invalid flags supplied to RegExp constructor 'gg'"},
	{"RegExp.prototype.exec.call({})", "TypeError: Method RegExp.prototype.exec called on incompatible receiver #<Object>"},
	{"RegExp.prototype.flags+RegExp.prototype.source", "(?:)"},
	{"/a/.compile(/b/,'g')", "TypeError: Cannot supply flags when constructing one RegExp from another"},
	{"(()=>{let n=0;const r=/a/g;const o=RegExp.prototype.exec;RegExp.prototype.exec=function(s){n++;return o.call(this,s)};'aa'.replace(r,'b');RegExp.prototype.exec=o;return n})()", "3"},
	{"/(a*)*b/.test('a'.repeat(20))", "false"},
	{"/(?<a>x)|(?<a>y)/.exec('y').groups.a", "y"},
	// JSON
	{"JSON.stringify({a:[1,{b:2}],c:'x\\ud800\"\\\\\\n\\u0001',d:undefined,e(){},f:Symbol(),g:NaN,h:-0,i:null,j:true,l:new Number(1),m:new String('s'),n:new Boolean(false)})", "{\"a\":[1,{\"b\":2}],\"c\":\"x\\ud800\\\"\\\\\\n\\u0001\",\"g\":null,\"h\":0,\"i\":null,\"j\":true,\"l\":1,\"m\":\"s\",\"n\":false}"},
	{"JSON.stringify({a:[1,2,{b:[]}],c:{}},null,2)", "{\n  \"a\": [\n    1,\n    2,\n    {\n      \"b\": []\n    }\n  ],\n  \"c\": {}\n}"},
	{"JSON.stringify([1,[2]],null,'--')", "[\n--1,\n--[\n----2\n--]\n]"},
	{"JSON.stringify({a:1,b:2,c:{a:1,d:1}},['a','c'])", "{\"a\":1,\"c\":{\"a\":1}}"},
	{"JSON.stringify({a:1,b:2},(k,v)=>typeof v=='number'?v+1:v)", "{\"a\":2,\"b\":3}"},
	{"JSON.stringify({a:{toJSON(k){return 'k'+k}}})", "{\"a\":\"ka\"}"},
	{"JSON.stringify({a:JSON.rawJSON('1e1000')})", "{\"a\":1e1000}"},
	{"JSON.stringify({2:1,a:2,1:3,[Symbol()]:1})", "{\"1\":3,\"2\":1,\"a\":2}"},
	{"JSON.stringify({get a(){return delete this.b},b:1})", "{\"a\":true}"},
	{"JSON.stringify('\\u4e00'+'a\\n')", "\"\u4e00a\\n\""},
	{"JSON.stringify(new Proxy([1,{a:2}],{}))", "[1,{\"a\":2}]"},
	{"(()=>{const a={x:{y:[1,{}]}};a.x.y[1].z=a;JSON.stringify(a)})()", "TypeError: Converting circular structure to JSON\n    --> starting at object with constructor 'Object'\n    |     property 'x' -> object with constructor 'Object'\n    |     property 'y' -> object with constructor 'Array'\n    |     index 1 -> object with constructor 'Object'\n    --- property 'z' closes the circle"},
	{"(()=>{const a={x:{y:{z:{w:{}}}}};a.x.y.z.w.q=a;JSON.stringify(a)})()", "TypeError: Converting circular structure to JSON\n    --> starting at object with constructor 'Object'\n    |     property 'x' -> object with constructor 'Object'\n    |     property 'y' -> object with constructor 'Object'\n    |     ...\n    |     property 'w' -> object with constructor 'Object'\n    --- property 'q' closes the circle"},
	{"JSON.stringify(1n)", "TypeError: Do not know how to serialize a BigInt"},
	{"JSON.parse('{\"a\":[1,2.5e1,-0,\"\\\\u00e9\\\\n\"],\"b\":{\"c\":null,\"d\":true}}').a.join()", "1,25,0,\u00e9\n"},
	{"JSON.stringify(JSON.parse('{\"b\":1,\"a\":2,\"b\":3,\"1\":4,\"__proto__\":5}'))", "{\"1\":4,\"b\":3,\"a\":2,\"__proto__\":5}"},
	{"(()=>{const l=[];JSON.parse('{\"a\":[1,{\"b\":3.0}],\"a\":[4.50,\"x\"]}',function(k,v,c){l.push(k+'='+c.source);return v});return l.join()})()", "0=4.50,1=\"x\",a=undefined,=undefined"},
	{"JSON.parse('[1,2,3]',function(k,v){if(k==='0')this[1]=9;return k==='2'?undefined:v}).join()", "1,9,"},
	{"JSON.parse('['.repeat(50000)+']'.repeat(50000)).length", "1"},
	{"JSON.parse('')", "SyntaxError: Unexpected end of JSON input"},
	{"JSON.parse('{')", "SyntaxError: Expected property name or '}' in JSON at position 1 (line 1 column 2)"},
	{"JSON.parse('{a')", "SyntaxError: Expected property name or '}' in JSON at position 1 (line 1 column 2)"},
	{"JSON.parse('{\"a\"')", "SyntaxError: Expected ':' after property name in JSON at position 4 (line 1 column 5)"},
	{"JSON.parse('{\"a\":')", "SyntaxError: Unexpected end of JSON input"},
	{"JSON.parse('{\"a\":1')", "SyntaxError: Expected ',' or '}' after property value in JSON at position 6 (line 1 column 7)"},
	{"JSON.parse('{\"a\":1,}')", "SyntaxError: Expected double-quoted property name in JSON at position 7 (line 1 column 8)"},
	{"JSON.parse('[1,]')", "SyntaxError: Unexpected token ']', \"[1,]\" is not valid JSON"},
	{"JSON.parse('[1 2]')", "SyntaxError: Expected ',' or ']' after array element in JSON at position 3 (line 1 column 4)"},
	{"JSON.parse('tru')", "SyntaxError: Unexpected end of JSON input"},
	{"JSON.parse('true1')", "SyntaxError: Unexpected non-whitespace character after JSON at position 4 (line 1 column 5)"},
	{"JSON.parse('undefined')", "SyntaxError: \"undefined\" is not valid JSON"},
	{"JSON.parse('[object Object]')", "SyntaxError: \"[object Object]\" is not valid JSON"},
	{"JSON.parse('-')", "SyntaxError: No number after minus sign in JSON at position 1 (line 1 column 2)"},
	{"JSON.parse('01')", "SyntaxError: Unexpected number in JSON at position 1 (line 1 column 2)"},
	{"JSON.parse('1.')", "SyntaxError: Unterminated fractional number in JSON at position 2 (line 1 column 3)"},
	{"JSON.parse('1e+')", "SyntaxError: Exponent part is missing a number in JSON at position 3 (line 1 column 4)"},
	{"JSON.parse('\"abc')", "SyntaxError: Unterminated string in JSON at position 4 (line 1 column 5)"},
	{"JSON.parse('\"a\\nb\"')", "SyntaxError: Bad control character in string literal in JSON at position 2 (line 1 column 3)"},
	{"JSON.parse('\"\\\\x\"')", "SyntaxError: Bad escaped character in JSON at position 2 (line 1 column 3)"},
	{"JSON.parse('\"\\\\u12G4\"')", "SyntaxError: Bad Unicode escape in JSON at position 5 (line 1 column 6)"},
	{"JSON.parse('\"\\\\')", "SyntaxError: Unexpected end of JSON input"},
	{"JSON.parse('{\"x\":1\\n,\\r\\n2:3}')", "SyntaxError: Expected double-quoted property name in JSON at position 10 (line 3 column 1)"},
	{"JSON.parse('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')", "SyntaxError: Unexpected token 'x', \"xxxxxxxxxx\"... is not valid JSON"},
	{"JSON.parse('[1,2,3,4,5,6,7,8,9,10,11,12,x,20,21,22,23,24,25]')", "SyntaxError: Unexpected token 'x', ...\",10,11,12,x,20,21,22\"... is not valid JSON"},
	{"JSON.parse('[111111111111111111111111111111,x]')", "SyntaxError: Unexpected token 'x', ...\"111111111,x]\" is not valid JSON"},
	{"JSON.parse('[tru]')", "SyntaxError: Unexpected token ']', \"[tru]\" is not valid JSON"},
	{"JSON.parse('{}}')", "SyntaxError: Unexpected non-whitespace character after JSON at position 2 (line 1 column 3)"},
	{"JSON.parse('{\"a\":tru9')", "SyntaxError: Unexpected number in JSON at position 8 (line 1 column 9)"},
	{"JSON.parse('[nul\"a\"]')", "SyntaxError: Unexpected string in JSON at position 4 (line 1 column 5)"},
	// BigInt
	{"BigInt.asIntN(8,200n)", "-56"},
	{"BigInt.asUintN(8,-1n)", "255"},
	{"BigInt.asIntN(64,2n**63n)", "-9223372036854775808"},
	{"BigInt.asUintN(2**53-1,-1n)", "RangeError: Maximum BigInt size exceeded"},
	{"(-255n).toString(36)", "-73"},
	{"123456789012345678901234567890n.toLocaleString()", "123,456,789,012,345,678,901,234,567,890"},
	{"BigInt(1e21)", "1000000000000000000000"},
	{"BigInt(1.5)", "RangeError: The number 1.5 cannot be converted to a BigInt because it is not an integer"},
	{"BigInt('1x')", "SyntaxError: Cannot convert 1x to a BigInt"},
	{"BigInt(' 0x1f ')", "31"},
	{"BigInt.asIntN(-1,1n)", "RangeError: Invalid value: not (convertible to) a safe integer"},
	{"BigInt({})", "SyntaxError: Cannot convert [object Object] to a BigInt"},
	{"new BigInt(1)", "TypeError: BigInt is not a constructor"},
	{"2n**100n%7n", "2"},
}

// TestTerminateMatch ends a regular expression that would run for years.
func TestTerminateMatch(t *testing.T) {
	iso, err := vm.New(vm.Config{HashSeed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	interp.Install(iso)
	builtins.Install(iso)
	iso.NewRealm()
	timer := time.AfterFunc(50*time.Millisecond, iso.Terminate)
	defer timer.Stop()
	if _, ok := iso.RunScript("try { /^(a+)+$/.test('a'.repeat(60) + 'b') } catch { 1 }", "test.js"); ok {
		t.Error("the match came to an end")
	}
	iso.CancelTerminate()
	if v, ok := iso.RunScript("/a+/.test('aa')", "test.js"); !ok || v != gc.True {
		t.Error("the isolate is not usable afterwards")
	}
}
