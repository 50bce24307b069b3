import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { FolderContent } from '../core/changes';
import { ROOT } from '../core/files';
import { POLICY } from './policy';

const PAGE = join('lib', 'demo', 'page');
/** The library's files that the page runs as well, so that page and commands find and crop faces in the same way. */
const SHARED = ['blazeface', 'framing', 'picture'].map((name) => join('lib', 'photos', `${name}.ts`));

/** The page's own files and the library's that it imports, by their addresses: TypeScript as modules of JavaScript. */
export function pageFiles(name: string): FolderContent {
  const own = readdirSync(join(ROOT, PAGE)).filter((file) => file.endsWith('.ts'));
  const sources = [...own.map((file) => join(PAGE, file)), ...SHARED];
  return {
    'index.html': read(join(PAGE, 'index.html'))
      .replaceAll('{{csp}}', POLICY)
      .replaceAll('{{name}}', escapedName(name)),
    'style.css': read(join(PAGE, 'style.css')),
    ...Object.fromEntries(sources.map((file) => [file.replace(/\.ts$/, '.js'), moduleOf(read(file))])),
  };
}

/** JavaScript of a TypeScript module; browsers want the ending of what is imported. */
function moduleOf(source: string): string {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  return outputText.replaceAll(/(from ['"]\.[^'"]*)(?=['"])/g, '$1.js');
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

function escapedName(name: string): string {
  return name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
