import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Allowance } from './allowance';
import { readFileBytes, statOf } from './disk';
import { gunzip, isGzip } from './gzip';
import { SourceFile, type SourceFiles } from './source';
import { isTar, TAR_HEAD, tarFiles } from './tar';
import { isZip, zipFiles } from './zip';

/** The pictures' names: for thousands of small files, looking inside each would take longer than reading them. */
export const PICTURE = /\.(png|jpe?g)$/i;

/**
 * The files at a path, in the order of their names: those of a folder and of the folders in it, each archive replaced by
 * what it holds (zip, tar, gzip, told by their content). Hidden files are left out.
 *
 * @throws {InputError} where the path or an archive cannot be read
 */
export async function* filesAt(path: string): SourceFiles {
  for (const [file, name] of onDisk(path, basename(path))) {
    const source = new SourceFile(name, () => readFileBytes(file), statOf(file).size);
    try {
      const head = PICTURE.test(name) ? new Uint8Array(0) : await source.head(TAR_HEAD);
      const files = isZip(head) ? zipFiles(file, name) : only(source);
      for await (const inner of files) if (!isHidden(inner.path)) yield* unpacked(inner, new Allowance(name));
    } finally {
      await source.close();
    }
  }
}

/** The paths below a path and how messages call them: by their place below the folder that was given. */
function* onDisk(path: string, name: string, top = true): Generator<[path: string, name: string]> {
  if (!statOf(path).isDirectory()) {
    yield [path, name];
    return;
  }
  for (const child of readdirSync(path).sort()) {
    if (!isHidden(child)) yield* onDisk(join(path, child), top ? child : `${name}/${child}`, false);
  }
}

async function* only(file: SourceFile): SourceFiles {
  yield file;
}

/** A file, or what it holds where it is a tar archive, gzip, or both. */
async function* unpacked(file: SourceFile, allowance: Allowance): SourceFiles {
  const head = PICTURE.test(file.name) ? new Uint8Array(0) : await file.head(TAR_HEAD);
  if (isGzip(head)) {
    const name = file.path.replace(/\.gz$/i, '').replace(/\.tgz$/i, '.tar');
    const inner = new SourceFile(name, () => allowance.counted(gunzip(file.bytes(), file.path)));
    try {
      yield* unpacked(inner, allowance);
    } finally {
      await inner.close();
    }
  } else if (isTar(head)) {
    for await (const inner of tarFiles(file.bytes(), file.path)) if (!isHidden(inner.path)) yield inner;
  } else yield file;
}

/** Files that systems leave, as `.DS_Store`, `__MACOSX/…` and `._happy.png`. */
function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');
}
