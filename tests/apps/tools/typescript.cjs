'use strict';
// TypeScript's compiler: diagnostics, output, declarations, transpileModule, and tsc as a command.
const fs = require('fs');
const os = require('os');
const path = require('path');
const { execFileSync } = require('child_process');
const ts = require('typescript');
const { say } = require('./say.cjs');

const target = { target: ts.ScriptTarget.ES2015, module: ts.ModuleKind.CommonJS };
const source = fs.readFileSync(path.join(__dirname, 'project/src/index.ts'), 'utf8');
say('transpile', ts.transpileModule(source, { compilerOptions: target }).outputText);
say('jsx and decorators', ts.transpileModule('@d class A { @p x = 1; m(@q a: string) {} } const e = <b k="v">{a}</b>;', { fileName: 'x.tsx', compilerOptions: { ...target, jsx: ts.JsxEmit.React, experimentalDecorators: true } }).outputText);
say('syntax errors', ts.transpileModule('let = 1 + ;\nclass {', { reportDiagnostics: true }).diagnostics.map((d) => [d.code, d.start, d.messageText]));
const files = ['index.ts', 'greet.ts'].map((f) => path.join(__dirname, 'project/src', f));
const out = {};
const program = ts.createProgram(files, { ...target, module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16, target: ts.ScriptTarget.ES2022, strict: true, declaration: true, types: [], lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'], outDir: '/out' });
program.emit(undefined, (name, text) => { out[path.basename(name)] = text; });
say('emit', out);
say('diagnostics', ts.getPreEmitDiagnostics(program).map((d) => [d.file && path.basename(d.file.fileName), d.code, d.file?.getLineAndCharacterOfPosition(d.start).line, ts.flattenDiagnosticMessageText(d.messageText, '\n')]));
const checker = program.getTypeChecker();
const names = [];
ts.forEachChild(program.getSourceFile(files[0]), (n) => { if (ts.isClassDeclaration(n)) names.push([n.name.text, checker.typeToString(checker.getTypeAtLocation(n)), checker.getPropertiesOfType(checker.getTypeAtLocation(n)).map((p) => p.name)]); });
say('types', names, ts.version.split('.')[0]);
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tsc-'));
fs.writeFileSync(path.join(dir, 'a.ts'), 'export const a: number = "no";\nlet b = [1,2].map(x => x.nope);');
try {
  execFileSync(process.execPath, [path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc'), '--pretty', 'false', '--ignoreConfig', '--target', 'es2020', '--types', '', 'a.ts'], { cwd: dir, encoding: 'utf8' });
} catch (e) {
  say('tsc', e.status, e.stdout, e.stderr, fs.existsSync(path.join(dir, 'a.js')) && fs.readFileSync(path.join(dir, 'a.js'), 'utf8'));
}
fs.rmSync(dir, { recursive: true });
