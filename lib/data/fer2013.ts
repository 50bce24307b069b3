import { basename } from 'node:path';
import { InputError } from '../errors';
import { DatasetBuilder } from './builder';
import { type Dataset, PIXELS } from './dataset';
import { headOf, readFileBytes, statOf } from './files/disk';
import { gunzip, isGzip } from './files/gzip';
import type { SourceFile } from './files/source';
import { readTable } from './table/read';

/**
 * FER2013 from its table, plain or gzip.
 *
 * I. J. Goodfellow et al., "Challenges in representation learning", arXiv 1307.0414.
 * @throws {InputError} that names the file, the line and the fault
 */
export async function loadFer2013(path: string): Promise<Dataset> {
  const stats = statOf(path);
  if (!stats.isFile()) throw new InputError('path', path, 'must be a file, as fer2013.csv');
  const builder = new DatasetBuilder(Math.ceil(stats.size / LEAST_BYTES));
  await readTable(fileOf(path), builder);
  return builder.build('fer2013');
}

function fileOf(path: string): SourceFile {
  const name = basename(path);
  const packed = isGzip(headOf(path, 2));
  return { path: name, bytes: () => (packed ? gunzip(readFileBytes(path), name) : readFileBytes(path)) };
}

/** The bytes of a row of one-digit pixels. */
const LEAST_BYTES = 2 * PIXELS;
