import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { ROOT } from '../../lib/core/files';
import { PAGES, readPage } from './pages';

/** The TypeScript samples of all pages, as files of the root: they import `lib` as a user's file does. */
function samples(): Map<string, string> {
  const found = PAGES.flatMap((page) => {
    const blocks = [...readPage(page).matchAll(/^```ts\n([\s\S]*?)^```$/gm)];
    return blocks.map(([, code], i): [string, string] => {
      return [join(ROOT, `${page.replaceAll(/\W/g, '_')}_${i}.ts`), `${code}\nexport {};\n`];
    });
  });
  return new Map(found);
}

/** What the compiler finds in files that exist in memory only, under the project's options. */
function faultsOf(files: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  // A sample may end before it uses what it shows, and awaits as a cell does.
  const lenient = {
    ...options,
    noUnusedLocals: false,
    module: ts.ModuleKind.ESNext,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  };
  const host = ts.createCompilerHost(lenient);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.getSourceFile = (file, ...rest) => {
    const text = files.get(file);
    return text === undefined ? getSourceFile(file, ...rest) : ts.createSourceFile(file, text, rest[0]);
  };
  const program = ts.createProgram([...files.keys()], lenient, host);
  const diagnostics = [...files.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  return diagnostics.map(({ file, messageText }) => {
    return `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

test('every TypeScript sample of the documentation compiles under the project options', () => {
  const files = samples();
  assert.ok(files.size >= 10, `${files.size} samples`);
  assert.deepEqual(faultsOf(files), []);
});

test('a wrong sample is found', () => {
  const file = join(ROOT, 'wrong_sample.ts');
  const [fault] = faultsOf(new Map([[file, "import { figures } from 'lib';\nfigures.learningCurve([]);"]]));
  assert.match(fault, /wrong_sample\.ts: Property 'learningCurve' does not exist/);
});
