import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import type { Preprocess } from './preprocess';

/** A model of another framework, loaded. */
export interface LoadedModel {
  /** The layout that it takes unless the preprocess file says otherwise. */
  readonly layout: 'NHWC' | 'NCHW';
  /** Names of its files, all in one folder. */
  readonly files: readonly string[];
  /** Number of images that it takes at a time, if only one is possible. */
  readonly batch?: number;
  /** Number of its weights. */
  readonly parameters: number;
  /** @returns outputs `[n, classes]` */
  run(values: Float32Array, shape: readonly number[]): Promise<Float32Array>;
  dispose(): void | Promise<void>;
}

/** Whether a folder has a file of that name: no link to elsewhere, and nothing that would block a reader. */
export function isFileIn(folder: string, name: string): boolean {
  const path = join(folder, name);
  return existsSync(path) && statSync(path).isFile() && dirname(realpathSync(path)) === realpathSync(folder);
}

/** Maximum size of a model's files together, in bytes. */
export const MOST_BYTES = 2 ** 29;

/**
 * The output of a model that has the scores.
 * @param file what messages call the model
 * @throws {InputError} if it has several, and none of them is named
 */
export function chosenOutput(
  names: readonly string[],
  { output, output_name }: Pick<Preprocess, 'output' | 'output_name'>,
  file: string,
): string {
  if (names.length === 1 && output_name === undefined) return names[0];
  const name = output_name ?? output;
  if (names.includes(name)) return name;
  const constraint =
    output_name === undefined ? 'set "output_name" in the preprocess file' : `must have ${output_name}`;
  throw new InputError(file, `outputs ${names.slice(0, 8).map(excerpt).join(', ')}`, constraint);
}
