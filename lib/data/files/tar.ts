import { ReadableStream } from 'node:stream/web';
import { createTarDecoder, type ParsedTarEntry } from 'modern-tar';
import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import { type Chunks, kept, SourceFile, type SourceFiles } from './source-file';

/** Number of bytes that {@link isTar} needs. */
export const TAR_HEAD = 512;

/** Whether a file that starts with these bytes is a tar archive (POSIX.1-1988 or later). */
export function isTar(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(257, 262)).toString('latin1') === 'ustar';
}

/**
 * The files of a tar archive.
 * @param name name of the archive in messages
 * @throws {InputError} if it is damaged or would unpack outside its folder
 */
export async function* tarFiles(chunks: Chunks, name: string): SourceFiles {
  const packed = ReadableStream.from(kept(chunks)) as ReadableStream<Uint8Array>;
  const entries: ReadableStream<ParsedTarEntry> = packed.pipeThrough(createTarDecoder({ strict: true }));
  for await (const { header, body } of checked(name, entries)) {
    const { name: path, type, size } = header;
    if (path.startsWith('/') || path.split(/[/\\]/).includes('..'))
      throw new InputError(name, `holds ${excerpt(path)}`, 'must stay inside its folder');
    const file = new SourceFile(`${name}/${path}`, () => checked(name, body as ReadableStream<Uint8Array>), size);
    try {
      if (type === 'file') yield file;
    } finally {
      await file.close();
      if (!body.locked) await body.cancel().catch(() => {}); // it was not read completely
    }
  }
}

/** Converts the decoder's errors to {@link InputError}s, since they mean that the archive is damaged. */
async function* checked<T>(name: string, parts: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    for await (const part of parts) yield part;
  } catch (error) {
    if (error instanceof InputError || (error as NodeJS.ErrnoException).code) throw error;
    throw new InputError(name, (error as Error).message, 'must be a whole tar archive; download it again');
  }
}
