'use strict';
// Babel with preset-env, and a plugin of our own; terser; prettier; eslint.
const fs = require('fs');
const path = require('path');
const { say, attempt } = require('./say.cjs');
const source = fs.readFileSync(path.join(__dirname, 'project/src/app.js'), 'utf8');

async function main() {
  const babel = require('@babel/core');
  const o = { babelrc: false, configFile: false, filename: 'app.js' };
  say('babel', babel.transformSync(source, { ...o, presets: [['@babel/preset-env', { targets: 'ie 11' }]] }).code);
  say('babel node', (await babel.transformAsync(source, { ...o, presets: [['@babel/preset-env', { targets: { node: '10' } }]], sourceMaps: true })).map.mappings.length > 100);
  say('babel plugin', babel.transformSync('foo(a + b)', { ...o, plugins: [({ types: t }) => ({ visitor: { Identifier(p) { if (p.node.name === 'foo') p.replaceWith(t.memberExpression(t.identifier('x'), t.identifier('bar'))); }, BinaryExpression(p) { p.node.operator = '*'; } } })] }).code);
  attempt('babel error', () => babel.transformSync('let = ;', o));
  say('babel ast', babel.parseSync('a?.b', o).program.body[0].expression.type, babel.types.isIdentifier({ type: 'Identifier' }));

  const { minify } = require('terser');
  say('terser', (await minify(source, { module: true, compress: { passes: 2 }, mangle: true })).code);
  say('terser map', JSON.parse((await minify({ 'a.js': 'function longName(argument){return argument+1} console.log(longName(2))' }, { sourceMap: true, toplevel: true })).map).mappings);
  await minify('let = 1').catch((e) => say('terser error', e.name, e.message, e.line, e.col));

  const prettier = require('prettier');
  for (const [parser, text] of [['babel', source.replace(/\s+/g, ' ').replace(/; /g, ';')], ['typescript', fs.readFileSync(path.join(__dirname, 'project/src/greet.ts'), 'utf8').replace(/\n/g, ' ')], ['css', 'a{color:red;b:c}@media x{d{e:f}}'], ['json', '{"a":[1,2,{"b":null}]}'], ['markdown', '# a\n* b\n* c\n\n|a|b|\n|-|-|\n|long cell|x|'], ['html', '<div><p>text <b>bold</b></p><ul><li>a<li>b</ul></div>'], ['yaml', 'a:   1\nb:\n    - x\n    -   y'], ['graphql', '{a(x:1){b}}'], ['scss', '.a{&:hover{color:$x}}'], ['vue', '<template><a :b="c+d"/></template><script>export default {a:1}</script>']]) {
    say('prettier ' + parser, await prettier.format(text, { parser, singleQuote: true }));
  }
  await prettier.format('let = ', { parser: 'babel' }).catch((e) => say('prettier error', e.name, e.message));
  say('prettier check', await prettier.check('a;\n', { parser: 'babel' }));

  const { Linter, ESLint } = require('eslint');
  const linter = new Linter();
  const rules = { 'no-unused-vars': 2, semi: 0, 'prefer-const': 1, eqeqeq: 2, 'no-undef': 2, 'no-unreachable': 2, complexity: [1, 2] };
  say('eslint', linter.verify('var a = 1; let b = 2; if (b == c) { return 1; console.log(b) }\nfunction f(x) { if (x) { if (x > 1) { return 1 } } }', { languageOptions: { sourceType: 'commonjs' }, rules }).map((m) => [m.ruleId, m.line, m.column, m.message, m.severity]));
  say('eslint fix', linter.verifyAndFix('let a = 1; var b = !!(!a)\nuse(a, b)', { rules: { 'prefer-const': 2, 'no-var': 2, 'no-extra-boolean-cast': 2 } }));
  const eslint = new ESLint({ cwd: __dirname, overrideConfigFile: true, overrideConfig: [{ files: ['**/*.js'], rules }] });
  const [r] = await eslint.lintFiles(['project/src/app.js']);
  say('eslint files', r.errorCount, r.messages.map((m) => m.message), (await (await eslint.loadFormatter('stylish')).format([r])).includes('no-unused-vars'));
}
main().catch((e) => { console.log('failed', e); process.exitCode = 1; });
