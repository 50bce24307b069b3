import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError } from '../../core/errors';
import { Allowance } from './allowance';
import { readFileBytes, statOf } from './disk';
import { gunzip, isGzip } from './gzip';
import { isHidden } from './hidden';
import { SourceFile, type SourceFiles } from './source-file';
import { isTar, TAR_HEAD, tarFiles } from './tar';
import { isZip, zipFiles, zipFilesIn } from './zip';

/**
 * Names of images: their content is not inspected, since opening thousands of small files takes longer than reading
 * them.
 */
export const IMAGE_NAME = /\.(png|jpe?g|jpe|jfif|jfi|jif|bmp|dib|gif|tiff?|webp)$/i;

/** Maximum nesting depth of archives: an archive can contain itself. */
const DEEPEST = 8;

/** Receives the path of every hidden file that is skipped. */
export type OnHidden = (path: string) => void;

/**
 * The files at a path, including subfolders, sorted by name. Archives (zip, tar, gzip, recognised by content) are
 * replaced by their files, recursively.
 *
 * @param onHidden receives the hidden files, which are skipped
 * @throws {InputError} if the path or an archive cannot be read, or if archives are nested more than 8 deep
 */
export async function* filesAt(path: string, onHidden: OnHidden = () => {}): SourceFiles {
  for (const [file, name] of onDisk(path, basename(path), onHidden)) {
    const source = new SourceFile(name, () => readFileBytes(file), statOf(file).size);
    try {
      const allowance = new Allowance(name);
      if (isZip(await headOf(source))) {
        for await (const inner of zipFiles(file, name, allowance))
          yield* unpacked(inner, { allowance, onHidden, depth: 1 });
      } else yield* unpacked(source, { allowance, onHidden, depth: 0 });
    } finally {
      await source.close();
    }
  }
}

/** The paths below a path, and their names in messages, relative to the given folder. */
function* onDisk(path: string, name: string, onHidden: OnHidden, top = true): Generator<[path: string, name: string]> {
  if (!statOf(path).isDirectory()) {
    if (isHidden(name) && !top) onHidden(name);
    else yield [path, name];
    return;
  }
  for (const child of readdirSync(path).sort())
    yield* onDisk(join(path, child), top ? child : `${name}/${child}`, onHidden, false);
}

interface Unpacking {
  readonly allowance: Allowance;
  readonly onHidden: OnHidden;
  /** Number of archives that contain the file. */
  readonly depth: number;
}

/** A file, or the files of an archive. */
async function* unpacked(file: SourceFile, unpacking: Unpacking): SourceFiles {
  const { allowance, onHidden, depth } = unpacking;
  if (depth > 0 && isHidden(file.path)) {
    onHidden(file.path);
    return;
  }
  const head = await headOf(file);
  const inner = { ...unpacking, depth: depth + 1 };
  if (depth === DEEPEST && (isGzip(head) || isTar(head) || isZip(head)))
    throw new InputError(file.path, `in ${DEEPEST} archives`, `must not be nested deeper than ${DEEPEST}`);
  if (isGzip(head)) {
    const packed = new SourceFile(file.path, () => allowance.counted(gunzip(file.bytes(), file.path)));
    try {
      yield* unpacked(packed, inner);
    } finally {
      await packed.close();
    }
  } else if (isTar(head)) {
    for await (const entry of tarFiles(file.bytes(), file.path)) yield* unpacked(entry, inner);
  } else if (isZip(head)) {
    const bytes = await file.whole();
    for await (const entry of zipFilesIn(bytes, file.path, allowance)) yield* unpacked(entry, inner);
  } else yield file;
}

/** The bytes that identify an archive; empty for a file whose name is that of an image. */
async function headOf(file: SourceFile): Promise<Uint8Array> {
  return IMAGE_NAME.test(file.name) ? new Uint8Array(0) : file.head(TAR_HEAD);
}
