import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** A project in a temporary folder: this project's packages and compiler options, and a library of its own. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'project-'));

  /** @param files what each file holds, by its path in the project */
  constructor(files: Readonly<Record<string, string>>) {
    for (const name of ['node_modules', 'package-lock.json', 'tsconfig.json'])
      symlinkSync(resolve(name), join(this.folder, name));
    mkdirSync(join(this.folder, 'notebooks'));
    for (const [file, text] of Object.entries(files)) this.write(file, text);
  }

  /** Writes a file in place. */
  write(file: string, text: string): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Writes a file as most editors save: another file takes its place. */
  replace(file: string, text: string): void {
    this.write(`${file}~`, text);
    renameSync(join(this.folder, `${file}~`), join(this.folder, file));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}
