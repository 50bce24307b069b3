import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { changeTogether, completeChanges, type FolderContent } from '../core/changes';
import { InputError } from '../core/errors';
import { EVALUATED_SPLITS, type EvaluatedSplit } from '../data/dataset';
import { imagesOnRecord, isRun, type RunFolder, readSettings } from '../training/run-folder';
import { confusion } from './confusion';
import { type Evaluation, predicted } from './metrics';
import { type PredictedRows, predictionLines, readPredictions } from './predictions-file';

/** The files of an evaluation in `outputs/NAME/evaluation/`. */
export interface StoredEvaluation extends PredictedRows {
  readonly evaluation: Evaluation;
}

/**
 * Figures and tables of an evaluation in the run's `figures/`, such as `confusion-PrivateTest.pdf`, also the user's own.
 */
const SHOWN = /^(?!saliency-)[\w.-]+-([A-Za-z]+)\.(?:csv|pdf|png|svg|tex)$/;

/** The splits with a stored evaluation. */
export function evaluatedSplits(folder: RunFolder): EvaluatedSplit[] {
  completeChanges(folder.path);
  return EVALUATED_SPLITS.filter((split) => existsSync(evaluationFile(folder, split)));
}

/**
 * Reads an evaluation.
 *
 * @throws {InputError} if that split has not been evaluated, for an invalid line, and for predictions of another
 * evaluation
 */
export function readEvaluation(folder: RunFolder, split: EvaluatedSplit): StoredEvaluation {
  const evaluation = findEvaluation(folder, split);
  if (!evaluation) {
    if (split !== 'all' && isRun(folder) && imagesOnRecord(readSettings(folder), split) === 0)
      throw new InputError('split', split, 'has no images in the data of the run, so it cannot be evaluated');
    const command = `npm run evaluate -- name=${basename(folder.path)} split=${split}`;
    throw new InputError(evaluationFile(folder, split), 'not found', `evaluate the run first: ${command}`);
  }
  const file = predictionsFile(folder, split);
  const stored = { evaluation, ...readPredictions(file) };
  if (!belongsTogether(stored)) {
    const json = basename(evaluationFile(folder, split));
    throw new InputError(file, `not the predictions of ${json}`, 'evaluate the run on that split again');
  }
  return stored;
}

/** The evaluation of a split, if there is one. */
export function findEvaluation(folder: RunFolder, split: EvaluatedSplit): Evaluation | undefined {
  completeChanges(folder.path);
  const file = evaluationFile(folder, split);
  if (!existsSync(file)) return undefined;
  const evaluation: Evaluation = JSON.parse(readFileSync(file, 'utf8'));
  return { ...evaluation, classes: evaluation.classes ?? classesOf(evaluation) };
}

/** Evaluations of before December 2026 name their classes in the metrics alone. */
function classesOf({ recall }: Evaluation): string[] {
  return Object.keys(recall).filter((name) => name !== 'macro');
}

/**
 * Writes an evaluation for {@link readEvaluation}: both files or none. If it differs from the previous evaluation,
 * removes the figures of that one.
 *
 * @param others files of the folder to write with them
 */
export function writeEvaluation(
  folder: RunFolder,
  { evaluation, predictions, rows }: StoredEvaluation,
  others: FolderContent = {},
): void {
  const { split } = evaluation;
  const json = `${JSON.stringify(evaluation, null, 2)}\n`;
  const csv = predictionLines(predictions, rows);
  const files = [
    [evaluationFile(folder, split), json],
    [predictionsFile(folder, split), csv],
  ] as const;
  completeChanges(folder.path);
  const isSame = files.every(([file, text]) => existsSync(file) && readFileSync(file, 'utf8') === text);
  const write = Object.fromEntries(files.map(([file, text]) => [relative(folder.path, file), text]));
  changeTogether(folder.path, { write: { ...others, ...write }, remove: isSame ? [] : figuresOf(folder, split) });
}

/** The figures of an evaluation, as paths in the run's folder. */
function figuresOf(folder: RunFolder, split: EvaluatedSplit): string[] {
  const names = existsSync(folder.figures) ? readdirSync(folder.figures) : [];
  const shown = names.filter((name) => SHOWN.exec(name)?.[1] === split);
  return shown.map((name) => relative(folder.path, join(folder.figures, name)));
}

/**
 * Checks that both files are from one evaluation: a copied run, or a killed process of an older version, may have mixed
 * them.
 */
function belongsTogether({ evaluation, predictions }: StoredEvaluation): boolean {
  const { classes, labels } = predictions;
  if (evaluation.n !== labels.length || labels.some((label) => label >= classes.length)) return false;
  if (!isDeepStrictEqual(evaluation.classes, classes)) return false;
  return isDeepStrictEqual(evaluation.confusion, confusion(labels, predicted(predictions), classes.length));
}

function evaluationFile(folder: RunFolder, split: EvaluatedSplit): string {
  return join(folder.evaluation, `${split}.json`);
}

function predictionsFile(folder: RunFolder, split: EvaluatedSplit): string {
  return join(folder.evaluation, `${split}-predictions.csv`);
}
