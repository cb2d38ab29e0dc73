// Small libraries: date-fns, moment, uuid, semver, chalk, immer, bcryptjs, rxjs, marked, handlebars, pug, cheerio, graphql.
import bcrypt from 'bcryptjs';
import chalk, { Chalk } from 'chalk';
import * as cheerio from 'cheerio';
import { add, differenceInDays, eachDayOfInterval, endOfMonth, format, formatDistance, formatISO, intervalToDuration, isValid, parse, parseISO, startOfWeek } from 'date-fns';
import { de } from 'date-fns/locale';
import { GraphQLObjectType, GraphQLSchema, GraphQLString, buildSchema, graphql, parse as parseQuery, print, validate } from 'graphql';
import Handlebars from 'handlebars';
import { produce, enablePatches, produceWithPatches, applyPatches, current, isDraft } from 'immer';
import { marked } from 'marked';
import moment from 'moment';
import pug from 'pug';
import { Subject, BehaviorSubject, combineLatest, concatMap, debounceTime, delay, firstValueFrom, from, interval, lastValueFrom, map, mergeMap, of, reduce, retry, scan, switchMap, take, throwError, toArray, catchError, zip } from 'rxjs';
import semver from 'semver';
import { v3, v4, v5, v7, parse as parseUuid, validate as isUuid, version, NIL } from 'uuid';
import helper from './say.cjs';
const { say, attempt } = helper;

// date-fns
const d = new Date(Date.UTC(2024, 1, 29, 13, 45, 59, 123));
say('date-fns', format(d, "yyyy-MM-dd'T'HH:mm:ss.SSSxxx"), format(d, 'PPPPpppp'), format(d, "do 'of' MMMM, EEEE QQQ w I R", { locale: de }), formatISO(d), formatDistance(d, add(d, { months: 3, days: 2 }), { addSuffix: true }), differenceInDays(new Date(2025, 0, 1), d), eachDayOfInterval({ start: d, end: add(d, { days: 3 }) }).length, endOfMonth(d), startOfWeek(d, { weekStartsOn: 1 }), intervalToDuration({ start: d, end: add(d, { hours: 30, minutes: 5 }) }), parse('3/4/2021 5:06 PM', 'd/M/yyyy h:mm a', d), parseISO('2024-02-30'), isValid(parseISO('2024-02-30')));
attempt('date-fns bad', () => format(d, 'n'));
// moment
const m = moment.utc('2024-02-29T13:45:59.123Z');
say('moment', m.format(), m.format('LLLL'), m.clone().add(1, 'year').format('ddd Do MMM YYYY'), m.from(moment.utc('2024-03-05')), moment.duration(123456, 'seconds').humanize(), m.clone().locale('de').format('L'), moment.utc('31/12/2020', 'DD/MM/YYYY', true).isoWeek(), moment('nonsense', 'YYYY').isValid(), m.diff('2020-01-01', 'months', true).toFixed(3), m.clone().startOf('quarter').toJSON(), m.isBetween('2024-01-01', '2025-01-01'), moment.duration('P1DT2H').asHours(), m.toObject());
// uuid
const ns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
say('uuid', v5('hello', ns), v3('hello', ns), version(v4()), version(v7()), isUuid(v4()), [...parseUuid(NIL)].length, v7() < v7(), v4({ random: new Uint8Array(16).fill(7) }));
// semver
say('semver', semver.satisfies('1.2.3', '^1.0.0 || >=3'), semver.inc('1.2.3-beta.1', 'prerelease'), semver.sort(['1.10.0', '1.2.0', '1.2.0-rc.1']), semver.coerce('v2.3 stuff').version, semver.diff('1.2.3', '1.3.0'), semver.minVersion('>1.2.3 <2').version, semver.intersects('^1.2', '~1.3'), semver.validRange('1.x || >=2.5.0 || 5.0.0 - 7.2.3'), semver.valid('x'), semver.maxSatisfying(['1.2.3', '1.9.0', '2.0.0'], '1'), semver.parse('1.2.3-a.b+c').prerelease);
// chalk
const c = new Chalk({ level: 3 });
say('chalk', c.red('red'), c.bold.underline.bgHex('#102030').rgb(1, 2, 3)('styled'), c.blue(`a${c.green('b')}c`), c.dim('x\ny'), chalk.level, new Chalk({ level: 1 }).hex('#ff0000')('down'), c.visible('v'));
// immer
enablePatches();
const base = { list: [{ n: 1 }, { n: 2 }], map: { a: { b: 1 } } };
const [next, patches, inverse] = produceWithPatches(base, (dr) => { dr.list[0].n = 10; dr.list.push({ n: 3 }); delete dr.map.a; say('draft', isDraft(dr.list), current(dr).list.length); });
say('immer', next, patches, JSON.stringify(applyPatches(next, inverse)) === JSON.stringify(base), next.list[1] === base.list[1], Object.isFrozen(next), produce(base, () => {}) === base);
attempt('immer frozen', () => { next.list.push(1); });
// bcryptjs
const hash = bcrypt.hashSync('secret', '$2b$04$abcdefghijklmnopqrstuu');
say('bcrypt', hash, await bcrypt.compare('secret', hash), await bcrypt.compare('wrong', hash), bcrypt.getRounds(hash), (await bcrypt.hash('x', 4)).length, bcrypt.truncates('x'.repeat(80)));
// rxjs
say('rxjs', await lastValueFrom(from([1, 2, 3, 4]).pipe(map((x) => x * 2), scan((a, b) => a + b, 0), toArray())), await lastValueFrom(of(3, 1, 2).pipe(mergeMap((x) => of(x).pipe(delay(x * 5))), toArray())), await lastValueFrom(interval(2).pipe(take(3), reduce((a, b) => a + b))), await firstValueFrom(combineLatest([of(1, 2), of('a')])), await lastValueFrom(zip(of(1, 2), of('a', 'b')).pipe(toArray())));
let tries = 0;
say('rxjs errors', await lastValueFrom(of(1).pipe(map(() => { if (++tries < 3) throw new Error('again'); return tries; }), retry(5))), await lastValueFrom(throwError(() => new Error('caught')).pipe(catchError((e) => of(e.message)))));
await lastValueFrom(throwError(() => new Error('uncaught'))).catch((e) => say('rxjs rejected', e));
{
  const s = new Subject(), log = [], b = new BehaviorSubject(0);
  const sub = s.pipe(debounceTime(5)).subscribe((v) => log.push('debounced ' + v));
  s.pipe(switchMap((v) => of(v, v + 1))).subscribe({ next: (v) => log.push(v), complete: () => log.push('complete') });
  b.pipe(concatMap((v) => of(v).pipe(delay(1)))).subscribe((v) => log.push('b' + v));
  s.next(1); s.next(5); b.next(7);
  await new Promise((r) => setTimeout(r, 40));
  sub.unsubscribe();
  s.complete();
  say('subject', log, b.value, s.observed);
}
// marked
say('marked', marked('# Title\n\nSome *emphasis* and **strong** `code` [link](http://x.y "t").\n\n- a\n- b\n  1. c\n\n> quote\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n```js\nlet x = 1 < 2;\n```\n\n<b>html</b> ~~gone~~ https://auto.link\n'), marked.parseInline('a _b_ c'), marked.lexer('# x')[0].depth);
// handlebars
Handlebars.registerHelper('upper', (s) => s.toUpperCase());
Handlebars.registerHelper('wrap', function wrap(options) { return `<${options.fn(this)}>`; });
Handlebars.registerPartial('row', '{{name}}={{value}};');
say('handlebars', Handlebars.compile('{{#each rows}}{{@index}}:{{> row}}{{else}}none{{/each}} {{upper title}} {{{raw}}} {{esc}} {{#if deep.a}}yes{{else}}no{{/if}} {{#wrap}}{{title}}{{/wrap}} {{#with deep}}{{b}}{{../title}}{{/with}} {{lookup list 1}}')({ rows: [{ name: 'a', value: 1 }, { name: 'b', value: 2 }], title: 't', raw: '<b>', esc: '<i>', deep: { a: 0, b: 'B' }, list: [1, 2] }), Handlebars.precompile('{{a}}').length > 50);
attempt('handlebars bad', () => Handlebars.compile('{{#if}}')({}));
// pug
say('pug', pug.render('doctype html\nhtml\n  head\n    title= t\n  body.a.b(data-x=1 style={color: "red"})\n    each v, i in list\n      p(class={on: i}) #{i}: #[b= v]\n    else\n      p none\n    mixin m(x)\n      span&attributes(attributes)= x\n        block\n    +m("y")(id="z") inner\n    if t === "T"\n      | text\n    case t\n      when "T": i T\n    != "<raw>"\n', { t: 'T', list: ['<a>', 'b'], pretty: false }));
attempt('pug bad', () => { try { pug.render('p(\n'); } catch (e) { return e.code + ' ' + e.msg; } return 0; });
// cheerio
const $ = cheerio.load('<ul id="f"><li class="a">One</li><li class="b x">Two &amp; a half</li></ul><p>text <b>bold</b></p><input value="v" checked>');
$('li.a').addClass('new').attr('title', 'T').text('Uno');
$('<li>Three</li>').appendTo('ul');
say('cheerio', $('li').length, $('ul > li:nth-child(2)').text(), $('li').map((i, e) => $(e).text()).get(), $.html(), $('input').prop('checked'), $('p').contents().length, $('li:contains("Three")').prev().hasClass('x'), $.text().trim(), $('b').parent().is('p'), $.extract({ items: ['li'] }), cheerio.load('<a><b/></a>', { xml: true }).xml());
// graphql
const schema = buildSchema('type Query { hello(name: String = "w"): String! users(first: Int): [User!]! fails: String } type User { id: ID! name: String friends: [User] } enum E { A B } input I { x: Int! }');
const root = { hello: ({ name }) => 'hello ' + name, users: async ({ first }) => [{ id: 1, name: 'a' }, { id: 2, name: 'b', friends: () => [{ id: 1 }] }].slice(0, first ?? 9), fails: () => { throw new Error('on purpose'); } };
for (const [q, v] of [['{ hello }'], ['query Q($n: String!) { hello(name: $n) u: users { id ...F } } fragment F on User { name friends { id } }', { n: 'x' }], ['{ users(first: 1) { id nope } }'], ['{ fails hello }'], ['{ hello('], ['query($n: Int!) { users(first: $n) { id } }', { n: 'x' }], ['{ __schema { queryType { name } types { name } } }']]) {
  say('graphql ' + q, JSON.parse(JSON.stringify(await graphql({ schema, source: q, rootValue: root, variableValues: v }))));
}
say('graphql ast', print(parseQuery('{a(x:[1,{y:"z"}])@skip(if:$b){...on T{c}}}')), validate(schema, parseQuery('{ x }')).map((e) => e.message), new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Q', fields: { a: { type: GraphQLString } } }) }).getQueryType().toString());
