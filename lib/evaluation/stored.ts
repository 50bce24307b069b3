import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { changeTogether, completeChanges } from '../core/changes';
import { InputError } from '../core/errors';
import { SPLITS, type Split } from '../data/dataset';
import { imagesOnRecord, isRun, type RunFolder, readSettings } from '../training/run-folder';
import { confusion, type Evaluation, type Predictions, predicted } from './metrics';

/** What an evaluation left in `outputs/NAME/evaluation/`. */
export interface StoredEvaluation {
  readonly evaluation: Evaluation;
  readonly predictions: Predictions;
  /** Row of each image in the source, `[n]`. */
  readonly rows: Uint32Array;
}

/** Where {@link Predictions.probabilities} begin in a line, after `index,label,predicted`. */
const FIRST_PROBABILITY = 3;

/** Figures and tables in the run's `figures/` that show an evaluation, as `confusion-PrivateTest.pdf`. */
const SHOWN = /^(?:agreement|classes|confusion|mistakes|reliability|scores)-([A-Za-z]+)\.(?:csv|pdf|png|svg|tex)$/;

/** The splits on which a run has been evaluated. */
export function evaluatedSplits(folder: RunFolder): Split[] {
  completeChanges(folder.path);
  return SPLITS.filter((split) => existsSync(evaluationFile(folder, split)));
}

/**
 * Reads an evaluation back.
 *
 * @throws {InputError} if that split has not been evaluated, for a broken line, and for the predictions of another
 * evaluation
 */
export function readEvaluation(folder: RunFolder, split: Split): StoredEvaluation {
  const evaluation = findEvaluation(folder, split);
  if (!evaluation) {
    if (isRun(folder) && imagesOnRecord(readSettings(folder), split) === 0)
      throw new InputError('split', split, 'has no images in the data of the run, so it cannot be evaluated');
    throw new InputError(evaluationFile(folder, split), 'not found', 'evaluate the run on that split first');
  }
  const file = predictionsFile(folder, split);
  const stored = { evaluation, ...readPredictions(file) };
  if (!belongsTogether(stored)) {
    const json = basename(evaluationFile(folder, split));
    throw new InputError(file, `not the predictions of ${json}`, 'evaluate the run on that split again');
  }
  return stored;
}

/** What an evaluation found of a split, if there was one. */
export function findEvaluation(folder: RunFolder, split: Split): Evaluation | undefined {
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
 * Writes an evaluation, as {@link readEvaluation} reads it: both files or none. Where it differs from the evaluation
 * before, the figures of that one go.
 */
export function writeEvaluation(folder: RunFolder, { evaluation, predictions, rows }: StoredEvaluation): void {
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
  changeTogether(folder.path, { write, remove: isSame ? [] : figuresOf(folder, split) });
}

/** The figures of an evaluation, by their paths in the run's folder. */
function figuresOf(folder: RunFolder, split: Split): string[] {
  const names = existsSync(folder.figures) ? readdirSync(folder.figures) : [];
  const shown = names.filter((name) => SHOWN.exec(name)?.[1] === split);
  return shown.map((name) => relative(folder.path, join(folder.figures, name)));
}

/** A copy of a run, or a process of an older version that was killed, may have brought files of two evaluations. */
function belongsTogether({ evaluation, predictions }: StoredEvaluation): boolean {
  const { classes, labels } = predictions;
  if (evaluation.n !== labels.length || labels.some((label) => label >= classes.length)) return false;
  if (!isDeepStrictEqual(evaluation.classes, classes)) return false;
  return isDeepStrictEqual(evaluation.confusion, confusion(labels, predicted(predictions), classes.length));
}

function evaluationFile(folder: RunFolder, split: Split): string {
  return join(folder.evaluation, `${split}.json`);
}

function predictionsFile(folder: RunFolder, split: Split): string {
  return join(folder.evaluation, `${split}-predictions.csv`);
}

/** One line an image: its row in the source, label, prediction and the probability of each class. */
function predictionLines(predictions: Predictions, rows: Uint32Array): string {
  const { classes, labels, probabilities } = predictions;
  const best = predicted(predictions);
  const lines = Array.from(labels, (label, i) => {
    const row = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
    return [rows[i], label, best[i], ...row].join(',');
  });
  return `${[['index', 'label', 'predicted', ...classes.map(quoted)].join(','), ...lines].join('\n')}\n`;
}

function readPredictions(file: string): Pick<StoredEvaluation, 'predictions' | 'rows'> {
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const classes = fieldsOf(header).slice(FIRST_PROBABILITY);
  const rows = new Uint32Array(lines.length);
  const labels = new Uint8Array(lines.length);
  const probabilities = new Float32Array(lines.length * classes.length);
  lines.forEach((line, i) => {
    const numbers = line.split(',').map(Number);
    if (numbers.length !== FIRST_PROBABILITY + classes.length || numbers.some(Number.isNaN)) {
      throw new InputError(`${file}:${i + 2}`, line, `must be ${FIRST_PROBABILITY + classes.length} numbers`);
    }
    rows[i] = numbers[0];
    labels[i] = numbers[1];
    probabilities.set(numbers.slice(FIRST_PROBABILITY), i * classes.length);
  });
  return { predictions: { classes, labels, probabilities }, rows };
}

/** A class's name as a field of CSV (RFC 4180). Names have no line breaks. */
function quoted(name: string): string {
  return /[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

function fieldsOf(header: string): string[] {
  const fields = header.match(/("([^"]|"")*"|[^,"]*)(,|$)/g)!.map((field) => field.replace(/,$/, ''));
  const names = fields.slice(0, header.endsWith(',') ? undefined : -1); // a match of no letters ends them
  return names.map((field) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field));
}
