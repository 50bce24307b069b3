import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { completeChanges, type FolderContent } from '../core/changes';
import type { RestoredWeights } from '../training/checkpoint';
import type { RunFolder } from '../training/run-folder';
import type { Figure } from './figure';
import { type Results, type SaveAllOptions, saveAll } from './save-all';
import type { TableRow } from './save-table';

/** The weights behind the saved figures, by the figures' file names: finished epochs, and steps of the next one. */
export type SaliencyWeights = Readonly<Record<string, Pick<RestoredWeights, 'epoch' | 'step'>>>;

const RECORD = 'saliency.json';
/** Figures by the word in their names, and additional ones of the checks. */
const FIGURES = ['panels', 'classes', 'methods', 'means', 'mistakes'];
const CHECKS = ['checks', 'removal', 'randomisation'];

/** What {@link saveSaliency} writes. */
export interface SaliencyResults {
  /** Figures by content, such as `panels`. */
  readonly figures: Readonly<Record<string, Figure>>;
  /** The table of the checks. If missing, figures and table of earlier checks are kept. */
  readonly checks?: readonly TableRow[];
}

/** The function that {@link saveSaliency} writes with; by default {@link saveAll}. */
export interface SaveSaliencyOptions {
  readonly signal?: AbortSignal;
  readonly save?: (results: Results, options: SaveAllOptions) => Promise<string[]>;
}

/**
 * Saves saliency figures in a run's folder as `saliency-NAME-SPLIT`, and records their weights in
 * `figures/saliency.json`, so that a report can detect that the run has been trained further since. Writes all files or
 * none.
 *
 * @param run from `openRun`
 * @returns the files' paths relative to the working directory
 * @throws {InputError} if there is no Chromium
 */
export async function saveSaliency(
  { figures: folder }: RunFolder,
  { split, epoch, step }: Pick<RestoredWeights, 'epoch' | 'step'> & { readonly split: string },
  { figures, checks }: SaliencyResults,
  { signal, save = saveAll }: SaveSaliencyOptions = {},
): Promise<string[]> {
  const fileOf = (word: string) => `saliency-${word}-${split}`;
  const drawn = Object.entries(figures).map(([word, figure]) => [fileOf(word), figure] as const);
  const replaces = (checks ? [...FIGURES, ...CHECKS] : FIGURES).map(fileOf);
  const others = Object.entries(saliencyWeights(folder)).filter(([name]) => !replaces.includes(name));
  const record = Object.fromEntries([...others, ...drawn.map(([name]) => [name, { epoch, step }])]);
  const content: FolderContent = { [RECORD]: `${JSON.stringify(record, null, 2)}\n` };
  const tables = checks ? { [fileOf('checks')]: { rows: checks } } : {};
  const files = await save({ figures: Object.fromEntries(drawn), tables, content }, { folder, replaces, signal });
  return files.filter((file) => basename(file) !== RECORD);
}

/** Reads the record that {@link saveSaliency} writes; empty if there is none. @param folder the run's `figures/` */
export function saliencyWeights(folder: string): SaliencyWeights {
  completeChanges(folder);
  const file = join(folder, RECORD);
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {}; // damaged: the figures' weights count as unknown
  }
}
