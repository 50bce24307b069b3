import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { completeChanges } from '../../core/changes';
import { InputError } from '../../core/errors';
import type { RunFolder } from '../../training/run-folder';
import { classifierSettings, memberFolders } from '../classifiers/classifier-settings';
import { evaluatedSplits, readEvaluation, type StoredEvaluation } from '../stored';
import { isOwnData } from './own-data';

/**
 * Where a classifier keeps its evaluations on another data set: `evaluation/NAME/` and `figures/NAME/` in its folder.
 * @param name of the data set
 */
export function crossFolder<F extends RunFolder>(folder: F, name: string): F {
  const safe = name.replaceAll(/^\.|[/\\]/g, '_');
  return { ...folder, evaluation: join(folder.evaluation, safe), figures: join(folder.figures, safe) };
}

/**
 * Where a classifier keeps its evaluations on a data set: its own folder, or that of another data set.
 *
 * @param dataset name or folder; undefined for its own
 * @throws {InputError} if it was not evaluated on that data set
 */
export function evaluationFolder<F extends RunFolder>(folder: F, dataset: string | undefined): F {
  if (dataset === undefined || memberFolders(folder).every((member) => isOwnData(classifierSettings(member), dataset)))
    return folder;
  const name = basename(dataset);
  const names = crossNames(folder);
  if (names.includes(name)) return crossFolder(folder, name);
  const others = names.length > 0 ? `was evaluated on ${names.join(', ')}` : 'was evaluated on its own data only';
  throw new InputError(
    'dataset',
    dataset,
    `${basename(folder.path)} ${others}; evaluate it with dataset=${dataset} first`,
  );
}

/** The names of the other data sets that a classifier was evaluated on. */
export function crossNames(folder: RunFolder): string[] {
  completeChanges(folder.path);
  if (!existsSync(folder.evaluation)) return [];
  const entries = readdirSync(folder.evaluation, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isDirectory() && !entry.name.startsWith('.') ? [entry.name] : []));
  return names.filter((name) => evaluatedSplits(crossFolder(folder, name)).length > 0).sort();
}

/** All evaluations of a classifier on other data sets. */
export function crossEvaluations(folder: RunFolder): StoredEvaluation[] {
  return crossNames(folder).flatMap((name) => {
    const place = crossFolder(folder, name);
    return evaluatedSplits(place).map((split) => readEvaluation(place, split));
  });
}
