import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '../../core/errors';
import { statOf } from '../../data/files/disk';
import type { ModelFormat } from './load-model';
import { fieldsOf, MessageError } from './protobuf-reader';

/** JSON of tfjs models has a few kilobytes per layer. */
const MOST_JSON_BYTES = 2 ** 24;
const HEAD_BYTES = 4096;
/** Numbers of a model's fields in ONNX. */
const ONNX_FIELDS = [1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26];

/**
 * The format of a model's file, by its content; undefined if it is something else.
 * @throws {InputError} for a Keras file, saying how to convert it
 */
export function modelFormat(path: string): ModelFormat | undefined {
  const stat = statOf(path);
  if (!stat.isFile()) return undefined;
  const head = headOf(path);
  if (head.subarray(0, 4).toString('latin1') === '\x89HDF' || isKerasArchive(head)) {
    throw new InputError(basename(path), 'a Keras model', 'must be exported to ONNX first (docs/commands.md, import)');
  }
  if (head[0] === 0x7b && stat.size <= MOST_JSON_BYTES)
    return /"modelTopology"\s*:/.test(readFileSync(path, 'utf8')) ? 'tfjs' : undefined;
  return isOnnx(head) ? 'onnx' : undefined;
}

function headOf(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    return buffer.subarray(0, readSync(file, buffer));
  } finally {
    closeSync(file);
  }
}

/** `.keras` files are zip archives that begin with `metadata.json`. */
function isKerasArchive(head: Buffer): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head.includes('metadata.json') && head.includes('config.json');
}

/** Whether the first fields are those of an ONNX model, which begins with its version. */
function isOnnx(head: Buffer): boolean {
  if (head[0] !== 0x08) return false;
  try {
    for (const { number } of fieldsOf(head)) if (!ONNX_FIELDS.includes(number)) return false;
  } catch (error) {
    if (!(error instanceof MessageError)) throw error; // the graph continues beyond the head
  }
  return true;
}
