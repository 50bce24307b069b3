import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { completeChanges } from '../../core/changes';
import type { RunFolder } from '../../training/run-folder';
import { evaluatedSplits, readEvaluation, type StoredEvaluation } from '../stored';

/**
 * Where a classifier keeps its evaluations on another data set: `evaluation/NAME/` and `figures/NAME/` in its folder.
 * @param name of the data set
 */
export function crossFolder<F extends RunFolder>(folder: F, name: string): F {
  const safe = name.replaceAll(/^\.|[/\\]/g, '_');
  return { ...folder, evaluation: join(folder.evaluation, safe), figures: join(folder.figures, safe) };
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
