'use strict';
// ajv: compiled validators for several drafts, formats, keywords of our own, references, errors, standalone code, JTD.
const Ajv = require('ajv');
const Ajv2020 = require('ajv/dist/2020');
const Ajv2019 = require('ajv/dist/2019');
const AjvJTD = require('ajv/dist/jtd');
const standaloneCode = require('ajv/dist/standalone').default;
const addFormats = require('ajv-formats');
const { say, attempt } = require('./say.cjs');

const ajv = new Ajv({ strictTypes: false, allErrors: true, verbose: false, useDefaults: true, coerceTypes: 'array', $data: true, code: { source: true, esm: false } });
addFormats(ajv);
const check = (a, label, schema, ...values) => {
  try {
    const v = a.compile(schema);
    for (const x of values) say(label, v(x), v.errors?.map((e) => [e.instancePath, e.keyword, e.message, e.params]), x);
  } catch (e) {
    say(label, 'throws', e);
  }
};
check(ajv, 'object', { type: 'object', properties: { a: { type: 'integer', minimum: 2 }, b: { type: 'string', pattern: '^x.*\\d$', default: 'x1' }, c: { type: 'array', items: { type: 'number' }, uniqueItems: true, minItems: 1 } }, required: ['a'], additionalProperties: false },
  { a: 3 }, { a: '4', c: 5 }, { a: 1, b: 'y', c: [1, 1], d: 0 }, {});
check(ajv, 'logic', { anyOf: [{ type: 'string', maxLength: 2 }, { type: 'number', exclusiveMaximum: 5 }], not: { const: 3 } }, 'ab', 'abc', 3, 6);
check(ajv, 'oneOf', { oneOf: [{ multipleOf: 3 }, { multipleOf: 5 }] }, 3, 15, 7);
check(ajv, 'if', { type: 'object', if: { properties: { k: { const: 'a' } } }, then: { required: ['x'] }, else: { required: ['y'] } }, { k: 'a' }, { k: 'b', y: 1 });
check(ajv, 'dependencies', { type: 'object', dependencies: { a: ['b'], c: { minProperties: 3 } } }, { a: 1 }, { c: 1 }, { a: 1, b: 2 });
check(ajv, '$data', { type: 'object', properties: { min: { type: 'number' }, v: { type: 'number', minimum: { $data: '1/min' } } } }, { min: 3, v: 4 }, { min: 3, v: 2 });
check(ajv, 'unknown keyword', { nonsense: 1 });
check(ajv, 'bad type', { type: 'strin' });
for (const [f, good, bad] of [['date', '2024-02-29', '2023-02-29'], ['date-time', '2024-01-01T00:00:00Z', '2024-01-01'], ['email', 'a@b.c', 'a@'], ['uri', 'http://x/y?z', 'x y'], ['ipv4', '1.2.3.4', '1.2.3.256'], ['ipv6', '::1', ':::'], ['uuid', '123e4567-e89b-12d3-a456-426614174000', 'x'], ['regex', '[a-z]', '['], ['json-pointer', '/a/b', 'a'], ['duration', 'P1D', '1D'], ['hostname', 'a.b', '-a'], ['time', '12:00:00Z', '25:00:00Z'], ['byte', 'aGk=', '*'], ['uri-template', '/a/{b}', '/a/{b'], ['int32', 1, 2 ** 40]]) {
  const v = ajv.compile({ format: f, type: typeof good });
  say('format ' + f, v(good), v(bad));
}
ajv.addSchema({ $id: 'http://x/defs.json', definitions: { pos: { type: 'integer', exclusiveMinimum: 0 } } });
check(ajv, 'ref', { type: 'object', properties: { n: { $ref: 'http://x/defs.json#/definitions/pos' } } }, { n: 1 }, { n: 0 });
check(ajv, 'recursive', { $id: 'tree', type: 'object', properties: { v: { type: 'number' }, kids: { type: 'array', items: { $ref: '#' } } } }, { v: 1, kids: [{ v: 'x', kids: [] }] }, { kids: [{ kids: [{ v: {} }] }] });
check(ajv, 'missing ref', { $ref: 'nowhere.json' });
ajv.addKeyword({ keyword: 'even', type: 'number', validate: (s, n) => s === (n % 2 === 0), errors: false });
ajv.addKeyword({ keyword: 'range', type: 'number', macro: ([min, max]) => ({ minimum: min, maximum: max }) });
ajv.addFormat('three', /^...$/);
check(ajv, 'own keywords', { type: 'number', even: true, range: [2, 6] }, 4, 5, 8);
check(ajv, 'own format', { type: 'string', format: 'three' }, 'abc', 'ab');
check(new Ajv2020({ strictTuples: false }), '2020', { type: 'array', prefixItems: [{ type: 'string' }], items: false, unevaluatedItems: false, contains: { const: 'a' }, minContains: 1 }, ['a'], ['b'], ['a', 1]);
check(new Ajv2020({ strictTuples: false }), 'dynamicRef', { $id: 't', $dynamicAnchor: 'node', type: 'object', properties: { k: { type: 'array', items: { $dynamicRef: '#node' } } }, unevaluatedProperties: false }, { k: [{ k: [] }] }, { k: [{ z: 1 }] });
check(new Ajv2019(), '2019', { type: 'object', dependentRequired: { a: ['b'] }, unevaluatedProperties: false, properties: { a: {}, b: {} } }, { a: 1, b: 1 }, { a: 1 }, { c: 1 });
check(new Ajv({ removeAdditional: 'all', strict: false }), 'removeAdditional', { properties: { a: { type: 'object', properties: { b: {} } } } }, { a: { b: 1, c: 2 }, d: 3 });
const jtd = new AjvJTD();
const schema = { properties: { id: { type: 'uint32' }, name: { type: 'string' } }, optionalProperties: { tags: { elements: { type: 'string' } } } };
check(jtd, 'jtd', schema, { id: 1, name: 'x' }, { id: -1, name: 2 });
const parse = jtd.compileParser(schema), serialize = jtd.compileSerializer(schema);
say('jtd parser', parse('{"id":1,"name":"é\\n","tags":["a"]}'), parse('{"id":1}'), parse.message, parse.position, serialize({ id: 3, name: 'q"' }));
const code = standaloneCode(ajv, ajv.compile({ $id: 's', type: 'object', properties: { a: { type: 'string', minLength: 2 } } }));
const m = { exports: {} };
new Function('module', 'exports', 'require', code)(m, m.exports, require);
say('standalone', code.length > 100, m.exports({ a: 'xx' }), m.exports({ a: 'x' }), m.exports.errors);
attempt('validate', () => ajv.validate({ type: 'null' }, 1));
say('errorsText', ajv.errorsText(), ajv.getSchema('tree').schema.$id);
new Ajv({ loadSchema: async (uri) => ({ $id: uri, type: 'string' }) }).compileAsync({ type: 'object', properties: { r: { $ref: 'remote.json' } } }).then((v) => say('async', v({ r: 'x' }), v({ r: 1 })));
