import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { patchedIn } from './kernels';
import { Project } from './project';

/** `size` is typed by `base`, and `base` uses `inside`, which no declaration mentions. */
const files = {
  'lib/index.ts': `export { size } from './size';\n`,
  'lib/size.ts': `import { base } from './base';\n\n/** A size in pixels. */\nexport const size = () => base();\n`,
  'lib/base.ts': `import { inside } from './inside';\n\nexport const base = () => [inside];\n`,
  'lib/inside.ts': 'export const inside = 47;\n',
};

/** A project with the declarations of its `lib`. */
function declaredProject(): Project {
  const project = new Project(files);
  declare(project);
  return project;
}

function declare({ folder }: Project): void {
  execFileSync(process.execPath, [resolve('kernel', 'declare.cjs'), folder]);
}

const stored = ({ folder }: Project) => join(folder, '.cache', 'declarations.json');

/** Changes a declaration and not its source, to tell which of them the kernel reads. */
function falsify(project: Project): void {
  const text = readFileSync(stored(project), 'utf8');
  const changed = text.replace('size: () => number[]', 'size: () => string');
  assert.notEqual(changed, text);
  writeFileSync(stored(project), changed);
}

test('cells are compiled against the declarations until a module of lib is edited', async () => {
  const project = declaredProject();
  falsify(project);
  await using session = await patchedIn(project);
  const run = async (text: string) => await session.run(`import { size } from 'lib';\n${text}`);

  const falsified = await run('const text: string = size();\nString(text)');
  assert.equal(falsified.stdout, '47\n');
  assert.match(await session.kernel.inspect(`import { size } from 'lib';\nsi|ze();`), /A size in pixels\./);

  project.replace('lib/inside.ts', 'export const inside = true;\n');
  const edited = await run('const flags: boolean[] = size();\nString(flags)');
  assert.equal(edited.stdout, 'true\n');

  project.write('lib/base.ts', 'export const base = (): string => 41;\n');
  const { traceback } = await run('size()');
  assert.match(traceback, /base\.ts.*Type 'number' is not assignable to type 'string'\./);
});

test('declarations of other sources are not read, but written again', async () => {
  const project = declaredProject();
  falsify(project);
  declare(project);
  assert.match(readFileSync(stored(project), 'utf8'), /size: \(\) => string/, 'those of these sources stay');

  project.write('lib/base.ts', `${files['lib/base.ts']}// edited\n`);
  await using session = await patchedIn(project);
  const { status } = await session.run(`import { size } from 'lib';\nconst text: string = size();`);
  assert.equal(status, 'error');
  declare(project);
  assert.match(readFileSync(stored(project), 'utf8'), /size: \(\) => number\[\]/);
});
