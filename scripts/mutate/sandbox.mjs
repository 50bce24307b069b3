import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const COPIED = ['lib', 'test', 'scripts', 'kernel', 'notebooks', 'docs', 'results', 'README.md'];
const LINKED = ['node_modules', '.venv', 'vendor', 'lab', 'package.json', 'tsconfig.json', 'requirements'];

/** A copy of the project in which files can be broken. @returns {{ folder: string, remove: () => void }} */
export function sandbox() {
  const folder = mkdtempSync(join(tmpdir(), 'fer-mutants-'));
  for (const name of COPIED) cpSync(name, join(folder, name), { recursive: true });
  for (const name of LINKED) symlinkSync(resolve(name), join(folder, name));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
