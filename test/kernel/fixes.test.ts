import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import ts from 'typescript';
import { patched, type Session, stock } from './kernels';

/**
 * A behaviour that this kernel has and the published tslab lacks. If the second half of a test fails, remove the fix.
 */
interface Fix {
  readonly works: (session: Session) => Promise<unknown>;
  readonly expected: unknown;
}

const fixes: Readonly<Record<string, Fix>> = {
  'a cell imports lib by name': {
    works: async ({ run }) => (await run(`import { twice } from 'lib';\ntwice(4)`)).stdout,
    expected: '8\n',
  },
  'a module imports a folder with an index': {
    works: async ({ run }) => (await run(`import { tenfold } from './lib/tenfold';\ntenfold(4)`)).stdout,
    expected: '40\n',
  },
  'cells are compiled by the TypeScript of the editor and the tests': {
    works: async ({ run }) => (await run(`import { versions } from 'tslab';\nversions.typescript`)).stdout,
    expected: `${ts.version}\n`,
  },
  'types are strict': {
    works: async ({ run }) => (await run('const rate: number = undefined;')).status,
    expected: 'error',
  },
  'shorthand properties see earlier cells': {
    works: async ({ run }) =>
      (
        await run(
          'let epochs = 3;',
          'let bs = 1;\n({ bs } = { bs: 64 });\n({ epochs = 5 } = {});',
          'const options = { epochs, bs };\noptions',
        )
      ).stdout,
    expected: '{ epochs: 5, bs: 64 }\n',
  },
  'an edit reaches the importers of importers': {
    works: async ({ run, project }) => {
      const cell = `import { summary } from './lib/edited/summary';\nsummary()`;
      await run(cell);
      project.replace('lib/edited/size.ts', 'export const size = 40;\n');
      await sleep(100); // tslab needs the file system's notice
      return (await run(cell)).stdout;
    },
    expected: 'size: 40\n',
  },
  'names that were imported before an edit mean the new code': {
    works: async ({ run, project }) => {
      await run(`import { version } from './lib/version';`);
      project.write('lib/version.ts', 'export const version = () => 2;\n');
      await sleep(100);
      return (await run('version()')).stdout;
    },
    expected: '2\n',
  },
  'a failure is a message with the lines of cells and of the project': {
    works: async ({ run }) =>
      (await run('const f = (): never => {\n  interface Nothing {}\n\n  throw new RangeError("bs");\n};', '\nf();'))
        .traceback,
    expected: /^RangeError: bs\n {4}at f \(cell \[\d+\], line 4\)\n {4}at cell \[\d+\], line 2$/,
  },
  'a failure in lib names its TypeScript': {
    works: async ({ run }) => (await run(`import { fail } from './lib/fail';`, 'await fail();')).traceback,
    expected: /^Error: broken\n {4}at fail \(lib\/fail.ts:4:9\)\n {4}at cell \[\d+\], line 1\nCaused by\nError: why\n/,
  },
  'a failure while a module loads has no line of the loader': {
    works: async ({ run, project }) => {
      project.write('lib/fails.ts', '\nthrow new RangeError("early");\nexport const never = 1;\n');
      return (await run(`import { never } from './lib/fails';\nnever`)).traceback;
    },
    expected:
      /^RangeError: early\n {4}at (?:Object\.<anonymous> \()?lib\/fails\.ts:2:7\)?(\n {4}at cell \[\d+\], line \d+)?$/,
  },
  'after a failure that the client expects, the next cell runs': {
    works: async ({ kernel }) => {
      await kernel.execute('throw new Error("expected")');
      return (await kernel.execute('"runs"')).stdout;
    },
    expected: 'runs\n',
  },
  'a cell that starts is announced with its number': {
    works: async ({ run }) => (await run('1')).messages.some(({ type }) => type === 'execute_input'),
    expected: true,
  },
  'what a cell prints comes in few messages': {
    works: async ({ run }) => {
      const { stdout, messages } = await run('for (let i = 0; i < 900; i++) console.log(i);');
      return [stdout.split('\n').length, messages.length < 50];
    },
    expected: [901, true],
  },
  'hovering shows a symbol with its tags': {
    works: ({ kernel }) => kernel.inspect(`import { twice } from './lib';\ntw|ice(1);`),
    expected: /twice\(n: number\): number[\s\S]*Two of a number.[\s\S]*@param n a number[\s\S]*@throws never/,
  },
  "a console's request for history is answered": {
    works: ({ kernel }) => kernel.history(),
    expected: { status: 'ok', history: [] },
  },
  // Last, because it breaks every later cell of tslab's.
  'a module that was missing is found once it is written': {
    works: async ({ run, project }) => {
      const cell = `import { late } from './lib/late';\nlate`;
      await run(cell);
      project.replace('lib/late.ts', 'export const late = "here";\n');
      await sleep(400);
      return (await run(cell)).stdout;
    },
    expected: 'here\n',
  },
};

const files = {
  'lib/index.ts': `/**\n * Two of a number.\n *\n * @param n a number\n * @throws never\n */
export function twice(n: number): number {\n  return 2 * n;\n}\n`,
  'lib/ten/index.ts': 'export const ten = 10;\n',
  'lib/tenfold.ts': `import { ten } from './ten';\nexport const tenfold = (n: number) => n * ten;\n`,
  'lib/edited/size.ts': 'export const size = 48;\n',
  'lib/edited/text.ts': `import { size } from './size';\nexport const text = () => 'size: ' + size;\n`,
  'lib/edited/summary.ts': `import { text } from './text';\nexport const summary = () => text();\n`,
  'lib/version.ts': 'export const version = () => 1;\n',
  'lib/fail.ts': `export async function fail(): Promise<void> {\n  interface Nothing {}
  await new Promise(setImmediate);\n  throw new Error('broken', { cause: new Error('why') });\n}\n`,
};

let ours: Session;
let theirs: Session;

before(async () => {
  ours = await patched(files);
  theirs = await stock(files);
});

after(async () => {
  await ours[Symbol.asyncDispose]();
  await theirs[Symbol.asyncDispose]();
});

for (const [name, { works, expected }] of Object.entries(fixes)) {
  test(name, async () => {
    const result = await works(ours);
    assert.ok(meets(result, expected), `${JSON.stringify(result)}; must be ${expected}`);
    assert.ok(!meets(await works(theirs), expected), 'tslab has this now: remove the fix');
    await sleep(250);
  });
}

function meets(result: unknown, expected: unknown): boolean {
  if (expected instanceof RegExp) return expected.test(String(result));
  return JSON.stringify(result) === JSON.stringify(expected);
}
