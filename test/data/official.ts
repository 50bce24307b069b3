import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TestContext } from 'node:test';
import { ROOT } from '../../lib/core/files';
import { count, type Dataset } from '../../lib/data/dataset';
import type { FerPlus } from '../../lib/data/ferplus';
import { fingerprint, type OfficialRows } from '../../lib/data/official-rows';
import { temporaryFolder } from './tables';

const SHARED = resolve(ROOT, '../shared/datasets');

/**
 * The official FER2013 on this machine: in `datasets/fer2013` or `../shared/datasets`. Skips the test if there is none.
 */
export function officialFer2013(t: TestContext): string | undefined {
  const installed = join(ROOT, 'datasets/fer2013/fer2013.csv');
  if (existsSync(installed)) return installed;
  const packed = join(SHARED, 'fer2013.csv.xz');
  if (existsSync(packed)) return unpacked(t, packed);
  t.skip('needs FER2013: neither datasets/fer2013/fer2013.csv nor ../shared/datasets/fer2013.csv.xz is there');
  return undefined;
}

/** A file in `../shared/datasets`. Skips the test if it is missing. */
export function sharedFile(t: TestContext, name: string): string | undefined {
  const path = join(SHARED, name);
  if (existsSync(path)) return path;
  t.skip(`needs ../shared/datasets/${name}`);
  return undefined;
}

function unpacked(t: TestContext, packed: string): string {
  const path = join(temporaryFolder(t), 'fer2013.csv');
  const file = openSync(path, 'w');
  try {
    execFileSync('xz', ['-dc', packed], { stdio: ['ignore', file, 'inherit'] });
  } finally {
    closeSync(file);
  }
  return path;
}

/** The stored rows if `data` were the official file. */
export function rowsOf(data: Dataset): OfficialRows {
  const prints = Array.from({ length: count(data) }, (_, i) => fingerprint(data, i));
  return {
    pixels: Float64Array.from(prints, ({ pixels }) => pixels),
    labelled: Uint16Array.from(prints, ({ rest }, i) => rest ^ data.labels[i]),
    splits: data.splits,
  };
}

/** FER+ for `data`: votes `[n, 10]` for each image. Equal images have the votes of the last one. */
export function ferPlusOn(data: Dataset, votes: Uint8Array): FerPlus {
  return { votes, rowOf: new Map(Array.from(rowsOf(data).pixels, (key, row) => [key, row])) };
}
