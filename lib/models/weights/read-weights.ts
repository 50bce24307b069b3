import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '../../core/errors';
import { readFileBytes, statOf } from '../../data/files/disk';
import { SourceFile } from '../../data/files/source-file';
import { isZip } from '../../data/files/zip';
import { isLegacy, openLegacy } from './pytorch/legacy';
import { type StateDict, stateDictOf } from './pytorch/state-dict';
import { openZipped } from './pytorch/zipped';
import { decodeSafetensors } from './safetensors';

/** Maximum bytes of a file of weights: eight times what the VGG needs. */
const MOST_BYTES = 2 ** 30;
/** Number of bytes that identify a file's format. */
const HEAD = 16;

/** The weights of a file. */
export interface Weights extends StateDict {
  readonly path: string;
}

/**
 * Reads the weights of a PyTorch checkpoint (of any version) or of a safetensors file, recognised by content. float16,
 * bfloat16 and float64 become float32; integers, such as counts of batches, are skipped. Executes nothing in the file.
 *
 * @param entry key of the checkpoint's entry with the weights; by default one of the usual keys, such as `params` or
 * `state_dict`, otherwise the top level
 * @throws {InputError} if the file is damaged, larger than 1 GiB, or without weights
 */
export async function readWeights(path: string, entry?: string): Promise<Weights> {
  return { path, ...(await stateDictAt(path, entry)) };
}

async function stateDictAt(path: string, entry: string | undefined): Promise<StateDict> {
  const file = basename(path);
  const stat = statOf(path);
  if (!stat.isFile()) throw new InputError('file', path, 'must be a file');
  if (stat.size > MOST_BYTES) throw new InputError(file, `${stat.size} bytes`, 'must be at most 1 GiB');
  const head = await headOf(path);
  if (isZip(head)) return stateDictOf(await openZipped(path), file, entry);
  if (isLegacy(head)) return stateDictOf(openLegacy(path), file, entry);
  if (head[8] === OPENING_BRACE) return { tensors: decodeSafetensors(readFileSync(path), file), entry: '' };
  throw new InputError(file, 'neither zip, legacy nor safetensors', 'must be a checkpoint of PyTorch or safetensors');
}

const OPENING_BRACE = 0x7b;

async function headOf(path: string): Promise<Uint8Array> {
  const source = new SourceFile(basename(path), () => readFileBytes(path));
  try {
    return new Uint8Array(await source.head(HEAD));
  } finally {
    await source.close();
  }
}
