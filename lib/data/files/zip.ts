import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import { InputError } from '../../core/errors';
import { Allowance } from './allowance';
import { type Chunks, SourceFile, type SourceFiles } from './source-file';
import { ZipReader } from './zip-reader';

/** Whether a file that starts with these bytes is a zip archive. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);
}

/**
 * The files of a zip archive on disk.
 * @param name name of the archive in messages
 * @param allowance maximum unpacked size @default 1 GiB
 * @throws {InputError} if it is damaged, unpacks outside its folder, or exceeds the allowance
 */
export function zipFiles(path: string, name: string, allowance = new Allowance(name)): SourceFiles {
  return filesOf(() => ZipReader.ofFile(path), name, allowance);
}

/** The files of a zip archive in memory, like {@link zipFiles}. */
export function zipFilesIn(bytes: Uint8Array, name: string, allowance: Allowance): SourceFiles {
  return filesOf(() => ZipReader.ofBytes(bytes), name, allowance);
}

async function* filesOf(open: () => ZipReader, name: string, allowance: Allowance): SourceFiles {
  const archive = await checked(name, () => opened(open()));
  const entries = archive.eachEntry();
  try {
    for (;;) {
      const { done, value: entry } = await checked(name, () => entries.next()); // also checks the entry's path
      if (done) return;
      allowance.take(entry.uncompressedSize);
      if (entry.fileName.endsWith('/')) continue;
      const file = new SourceFile(
        `${name}/${entry.fileName}`,
        () => read(archive, entry, name),
        entry.uncompressedSize,
      );
      try {
        yield file;
      } finally {
        await file.close();
      }
    }
  } finally {
    archive.close();
  }
}

function opened(reader: ZipReader): Promise<ZipFile> {
  return fromRandomAccessReaderPromise(reader, reader.size).catch((error) => {
    reader.close(() => {});
    throw error;
  });
}

async function* read(archive: ZipFile, entry: Entry, name: string): Chunks & AsyncGenerator<Uint8Array> {
  const stream = await checked(name, () => archive.openReadStreamPromise(entry));
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let sum = 0;
  try {
    for (;;) {
      const { done, value } = await checked(name, () => chunks.next());
      if (done) break;
      sum = crc32(value, sum);
      yield value;
    }
    if (sum !== entry.crc32)
      throw new InputError(`${name}/${entry.fileName}`, 'damaged', 'must have the CRC-32 stored in its archive');
  } finally {
    stream.destroy();
  }
}

/** Converts yauzl's errors to {@link InputError}s, since they mean that the archive is damaged. */
async function checked<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== undefined && !/^(Z|ERR)_/.test(code)) throw error; // a system error, such as EIO
    throw new InputError(name, message, 'must be a whole zip archive that stays inside its folder');
  }
}
