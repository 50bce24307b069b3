import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../files';
import type { RestoredWeights } from '../training/checkpoint';
import type { RunFolder } from '../training/run';
import { save } from './export';
import type { Figure } from './figure';

/** Whose maps saved figures show, by the figures' file names: epochs that the weights were trained for, and steps. */
export type SaliencyWeights = Readonly<Record<string, Pick<RestoredWeights, 'epoch' | 'step'>>>;

/**
 * Saves saliency figures in a run's folder as `saliency-NAME-SPLIT`, and records in `figures/saliency.json` whose weights
 * they show, so that a report can say so when the run has been trained on since.
 *
 * @param run as `openRun` gives it
 * @param figures by what they show, as `panels`
 * @returns the files' paths from the working directory on
 * @throws {InputError} if there is no Chromium
 */
export async function saveSaliency(
  { figures: folder }: RunFolder,
  { split, epoch, step }: Pick<RestoredWeights, 'epoch' | 'step'> & { readonly split: string },
  figures: Readonly<Record<string, Figure>>,
): Promise<string[]> {
  const named = Object.entries(figures).map(([name, figure]) => [`saliency-${name}-${split}`, figure] as const);
  const names: string[] = named.map(([name]) => name);
  const before = saliencyWeights(folder);
  const others = Object.entries(before).filter(([name]) => !names.includes(name));
  writeRecord(folder, Object.fromEntries(others)); // a figure that is being replaced is of unknown weights
  const files: string[] = [];
  try {
    for (const [name, figure] of named) files.push(...(await save(figure, name, { folder })));
  } catch (error) {
    if (files.length === 0) writeRecord(folder, before);
    throw error;
  }
  writeRecord(folder, Object.fromEntries([...others, ...names.map((name) => [name, { epoch, step }])]));
  return files;
}

/** Reads the record that {@link saveSaliency} leaves; empty if there is none. @param folder the run's `figures/` */
export function saliencyWeights(folder: string): SaliencyWeights {
  const file = recordFile(folder);
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {}; // damaged: the figures count as of unknown weights
  }
}

function writeRecord(folder: string, record: SaliencyWeights): void {
  writeWhole(recordFile(folder), `${JSON.stringify(record, null, 2)}\n`);
}

function recordFile(folder: string): string {
  return join(folder, 'saliency.json');
}
