import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { ROOT } from '../../lib/core/files';

/** A copy of the loader, with a cache of its own. */
const folder = mkdtempSync(join(tmpdir(), 'code-'));
cpSync(join(ROOT, 'scripts', 'system'), join(folder, 'scripts', 'system'), { recursive: true });
for (const name of ['esbuild', '@esbuild']) {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
}
after(() => rmSync(folder, { recursive: true }));

const isNodes = 'enableCompileCache' in Module && 'Node has a cache of its own';

test('a second process runs the code that the first one compiled', { skip: isNodes }, () => {
  write({ 'none.cjs': '', 'one.cjs': 'exports.value = () => 1;', 'two.cjs': 'exports.value = () => 2;' });
  run('require("./none.cjs");'); // loads the compiler
  const values = () => run('console.log(require("./one.cjs").value(), require("./two.cjs").value());');
  const entryOf = (name: string) => addedBy(() => run(`require("./${name}.cjs").value();`));
  const [one, two] = [entryOf('one'), entryOf('two')];
  assert.equal(values(), '1 2\n');

  const contents = [one, two].map((file) => readFileSync(file));
  writeFileSync(one, contents[1]); // V8 takes code for a source of the same length
  writeFileSync(two, contents[0]);
  assert.equal(values(), '2 1\n');

  for (const damage of [contents[0].subarray(0, 40), Buffer.alloc(contents[0].length), Buffer.of()]) {
    for (const file of [one, two]) writeFileSync(file, damage);
    assert.equal(values(), '1 2\n');
    assert.deepEqual(
      [one, two].map((file) => readFileSync(file).length),
      contents.map(({ length }) => length),
    );
  }
});

test('equal modules keep their own names', () => {
  const content = "\nthrow new Error('here');";
  write({ 'some.ts': content, 'other/some.ts': content });
  for (const file of ['some.ts', 'other/some.ts']) {
    assert.ok(start([file]).stderr.includes(`at Object.<anonymous> (${join(folder, file)}:2:7)`));
  }
});

test('an edited module is compiled again', () => {
  for (const value of [1, 2, 1]) {
    write({ 'edited.ts': `export const value: number = ${value};` });
    assert.equal(run('console.log(require("./edited.ts").value);'), `${value}\n`);
  }
});

test('modules from the cache are loaded as Node loads them', () => {
  write({
    'main.cjs': `
      const child = require('./child.cjs');
      console.log(require.main === module, module.children.map(({ id }) => id === require.resolve('./child.cjs')));
      console.log(this === module.exports, __dirname === process.cwd(), __filename.endsWith('main.cjs'), child.parent);
      require('imports').late().then(({ late }) => console.log(late));`,
    'child.cjs': '#!/usr/bin/env node\nexports.parent = module.parent.id;',
    'node_modules/imports/index.js': 'exports.late = () => import("./late.mjs");',
    'node_modules/imports/late.mjs': 'export const late = 3;',
  });
  for (const _ of ['without', 'with an entry']) {
    assert.equal(start(['main.cjs']).stdout, 'true [ true ]\ntrue true true .\n3\n');
  }
});

test('a stack trace names lines and columns of the source', () => {
  write({
    'typed.ts':
      'interface Unused {\n  a: number;\n}\nexport const fail = (): never => {\n  throw new Error("here");\n};\n',
    'first.cjs': 'throw new Error("first line");',
    'node_modules/broken/index.js': 'exports.a = 1;\nlet 1;',
    'node_modules/late/index.js': '"use strict"; exports.fail = () => { throw new Error("late"); };',
  });
  for (const _ of ['without', 'with an entry']) {
    assert.match(start(['-e', 'require("./typed.ts").fail();']).stderr, /typed\.ts:5:9\b/);
    assert.match(start(['first.cjs']).stderr, /first\.cjs:1:7\)/);
    assert.match(start(['-e', 'require("broken")']).stderr, /broken\/index\.js:2\nlet 1;\n {4}\^\n\nSyntaxError/);
    assert.match(start(['-e', 'require("late").fail()']).stderr, /late\/index\.js:1:44\)/);
  }
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

function start(args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const program = ['--require', './scripts/system/register-typescript.cjs', ...args];
  return spawnSync(process.execPath, program, { cwd: folder, encoding: 'utf8' });
}

function run(code: string): string {
  const { status, stdout, stderr } = start(['-e', code]);
  assert.equal(status, 0, stderr);
  return stdout;
}

/** The one entry that a process adds to the cache. */
function addedBy(body: () => void): string {
  const cached = () => new Set(readdirSync(join(folder, '.cache', 'code')));
  const before = cached();
  body();
  const [added, ...rest] = [...cached()].filter((name) => !before.has(name));
  assert.deepEqual(rest, []);
  return join(folder, '.cache', 'code', added);
}
