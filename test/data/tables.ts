import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Dataset, EMOTIONS, PIXELS, SPLITS } from '../../lib/data/dataset';

/** A folder that is removed after the test. */
export function temporaryFolder(test: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'fer-data-'));
  test.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Writes a file to a new folder. @returns its path */
export function temporaryFile(test: TestContext, name: string, content: string | Uint8Array): string {
  const path = join(temporaryFolder(test), name);
  writeFileSync(path, content);
  return path;
}

/** `n` images of noise, in the order of the splits: two of three in Training. */
export function noise(n: number): Dataset {
  let state = 1;
  const images = Uint8Array.from({ length: n * PIXELS }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator
    return state >>> 24;
  });
  return {
    name: 'fer2013',
    classes: EMOTIONS,
    size: 48,
    images,
    labels: Uint8Array.from({ length: n }, (_, i) => i % 7),
    splits: Uint8Array.from({ length: n }, (_, i) => Math.max(0, Math.floor((i * 6) / n) - 3)),
    rows: Uint32Array.from({ length: n }, (_, i) => i),
  };
}

/** An image's pixels, separated. */
export function pixelsOf(data: Dataset, index: number, separator = ' '): string {
  return data.images.subarray(index * PIXELS, (index + 1) * PIXELS).join(separator);
}

/** The lines of fer2013.csv, its header first. */
export function tableOf(data: Dataset): string[] {
  const rows = Array.from(data.labels, (label, i) => `${label},${pixelsOf(data, i)},${SPLITS[data.splits[i]]}`);
  return ['emotion,pixels,Usage', ...rows];
}
