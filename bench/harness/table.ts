import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { philox } from '../../lib/core/random';
import { PIXELS, SPLITS } from '../../lib/data/dataset';
import { installedFile, isInstalled } from '../../lib/data/places';

/** Rows of FER2013's splits. */
const ROWS = { Training: 28_709, PublicTest: 3589, PrivateTest: 3589 } as const;

/**
 * The installed fer2013.csv, or for machines without it a table of the same format and size with random gray values.
 *
 * @param folder for that table
 */
export function tableFor(folder: string): { readonly path: string; readonly note: string } {
  const installed = isInstalled('fer2013') ? installedFile('fer2013') : '';
  if (installed.endsWith('.csv')) return { path: installed, note: 'FER2013' };
  const path = join(folder, 'fer2013.csv');
  if (!existsSync(path)) writeRandomTable(path);
  return { path, note: 'random gray values in the form of FER2013' };
}

function writeRandomTable(path: string): void {
  const file = openSync(path, 'w');
  writeSync(file, 'emotion,pixels,Usage\n');
  const noise = new Uint32Array(2);
  let row = 0;
  for (const split of SPLITS) {
    for (let i = 0; i < ROWS[split]; i++, row++) {
      const pixels = new Uint8Array(PIXELS);
      for (let pixel = 0; pixel < PIXELS; pixel += 8) {
        philox(0, row, pixel, noise);
        for (let byte = 0; byte < 8; byte++) pixels[pixel + byte] = noise[byte >> 2] >>> (8 * (byte & 3));
      }
      writeSync(file, `${row % 7},${pixels.join(' ')},${split}\n`);
    }
  }
  closeSync(file);
}
