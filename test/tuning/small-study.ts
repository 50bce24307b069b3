import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../lib/core/files';
import { PIXELS, SPLITS } from '../../lib/data/dataset';
import type { Study } from '../../lib/tuning/study';
import { easyData, temporaryFolder } from '../training/small';

/** Arguments that make another process know the network `small`. */
export const KNOWS_SMALL = ['--require', join(ROOT, 'test', 'training', 'small.ts')];

/** The same images in every test, as a file for processes of their own. */
export const data = easyData();

/** Writes {@link data} as FER2013's table; returns its path. */
export function easyFile(): string {
  const rows = Array.from(data.labels, (label, i) => {
    const pixels = data.images.subarray(i * PIXELS, (i + 1) * PIXELS).join(' ');
    return `${label},${pixels},${SPLITS[data.splits[i]]}`;
  });
  const file = join(temporaryFolder(), 'easy.csv');
  writeFileSync(file, `${['emotion,pixels,Usage', ...rows].join('\n')}\n`);
  return file;
}

/** Settings that train in a moment. */
export const base = { network: 'small', bs: 16, precision: 'float32' } as const;

/** All results of a study except for times. */
export function results({ trials }: Study) {
  return trials.map(({ number, status, accuracy, failed, history }) => ({
    ...{ number, status, accuracy, failed },
    history: history.map((record) => ({ ...record, seconds: 0 })),
  }));
}
