// zod 4: parsing, refinements, transforms, unions, recursion, errors and their forms, JSON schema.
import { z } from 'zod';
import helper from './say.cjs';
const { say } = helper;

const check = (label, schema, ...values) => {
  for (const v of values) {
    const r = schema.safeParse(v);
    say(label, r.success ? r.data : r.error.issues);
  }
};
check('string', z.string().min(2).max(4).regex(/^[a-z]+$/), 'abc', 'a', 'abcde', 'AB', 1, undefined);
check('formats', z.object({ e: z.email(), u: z.url(), id: z.uuid(), d: z.iso.datetime(), ip: z.ipv4(), b: z.base64(), j: z.jwt(), n: z.nanoid(), e2: z.emoji() }).partial(),
  { e: 'a@b.co', u: 'https://x.y/z', id: '123e4567-e89b-12d3-a456-426614174000', d: '2020-01-01T00:00:00Z', ip: '1.2.3.4', b: 'aGk=', e2: '👍' },
  { e: 'a@b', u: 'no', id: 'x', d: '2020-13-01T00:00:00Z', ip: '1.2.3.400', b: '*', j: 'a.b.c', n: '!', e2: 'x' });
check('number', z.number().int().positive().multipleOf(3), 9, 10, -3, 1.5, NaN, Infinity, '9');
check('coerce', z.object({ n: z.coerce.number(), b: z.coerce.boolean(), d: z.coerce.date(), s: z.coerce.string(), g: z.coerce.bigint() }), { n: '12', b: 'x', d: 0, s: null, g: '99' }, { n: 'x', b: 0, d: 'never', s: 1, g: 'x' });
const Person = z.object({ name: z.string().trim(), age: z.number().optional(), tags: z.array(z.string()).default([]), address: z.object({ city: z.string() }).nullable() });
check('object', Person, { name: ' Ada ', address: null, extra: 1 }, { name: 'x', address: { city: 3 }, tags: ['a', 2] }, null);
check('strict', Person.strict(), { name: 'a', address: null, extra: 1, more: 2 });
check('loose', z.looseObject({ a: z.string() }), { a: 'x', b: 1 });
check('pick', Person.pick({ name: true }).extend({ n: z.literal([1, 2]) }), { name: 'a', n: 2 }, { name: 'a', n: 3 });
check('union', z.union([z.string(), z.number(), z.boolean()]), 'a', 1, null);
check('discriminated', z.discriminatedUnion('k', [z.object({ k: z.literal('a'), a: z.string() }), z.object({ k: z.literal('b'), b: z.number() })]), { k: 'a', a: 'x' }, { k: 'b', b: 'x' }, { k: 'c' });
check('intersection', z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })), { a: 'x', b: 1 }, { a: 1 });
check('tuple', z.tuple([z.string(), z.number()]).rest(z.boolean()), ['a', 1, true], ['a'], ['a', 1, 'no']);
check('record', z.record(z.string(), z.number()), { a: 1 }, { a: 'x' });
check('map and set', z.object({ m: z.map(z.string(), z.number()), s: z.set(z.string()).min(1) }), { m: new Map([['a', 1]]), s: new Set(['x']) }, { m: new Map([[1, 'x']]), s: new Set() });
check('enum', z.enum(['x', 'y']), 'x', 'z');
check('transform', z.string().transform((s) => s.length).pipe(z.number().min(3)), 'abcd', 'a');
check('refine', z.object({ p: z.string(), q: z.string() }).refine((o) => o.p === o.q, { message: 'must match', path: ['q'] }), { p: 'a', q: 'a' }, { p: 'a', q: 'b' });
check('superRefine', z.array(z.string()).superRefine((v, ctx) => { if (new Set(v).size !== v.length) ctx.addIssue({ code: 'custom', message: 'no duplicates', input: v }); }), ['a', 'b'], ['a', 'a']);
check('preprocess', z.preprocess((v) => String(v), z.string()), 12);
check('catch', z.number().catch(42), 'x', 7);
check('brand and readonly', z.object({ a: z.number() }).readonly(), { a: 1 });
const Tree = z.object({ v: z.number(), get kids() { return z.array(Tree); } });
check('recursive', Tree, { v: 1, kids: [{ v: 2, kids: [] }] }, { v: 1, kids: [{ v: 'x', kids: [] }] });
check('date', z.date().min(new Date('2020-01-01')), new Date('2021-01-01'), new Date('2019-01-01'), new Date(NaN), 'x');
check('bigint', z.bigint().gt(5n), 6n, 5n);
check('file and instance', z.instanceof(Date), new Date(0), {});
check('template literal', z.templateLiteral(['v', z.number(), '.', z.enum(['a', 'b'])]), 'v1.a', 'v1.c');
check('stringbool', z.stringbool(), 'yes', 'off', 'maybe');
try {
  Person.parse({ name: 1, tags: 'x' });
} catch (e) {
  say('ZodError', e.name, e instanceof z.ZodError, e.message, z.flattenError(e), z.treeifyError(e), z.prettifyError(e));
}
say('async', await z.string().refine(async (s) => s === 'ok').safeParseAsync('no').then((r) => r.error.issues), await z.promise(z.number()).parseAsync(Promise.resolve(1)));
say('json schema', z.toJSONSchema(Person), z.toJSONSchema(z.object({ e: z.email(), n: z.int().gt(1).max(9), l: z.tuple([z.string()]) }).meta({ title: 'T' })));
say('registry', Person.describe('a person').description, Person.shape.name.type, z.string().optional().isOptional());
const f = z.function({ input: [z.string()], output: z.number() }).implement((s) => s.length);
say('function', f('abc'));
try { f(1); } catch (e) { say('function error', e.issues); }
for (const l of ['de', 'fr', 'ja']) {
  z.config(z.locales[l]());
  check('locale ' + l, z.string().min(3), 'a', 1);
}
