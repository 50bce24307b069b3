import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EMOTIONS, SPLITS, type Split } from '../data/dataset';
import { InputError } from '../errors';
import { writeWhole } from '../files';
import { imagesOnRecord, isRun, type RunFolder, readSettings } from '../training/run';
import { type Evaluation, type Predictions, predicted } from './metrics';

/** What an evaluation left in `outputs/NAME/evaluation/`. */
export interface StoredEvaluation {
  readonly evaluation: Evaluation;
  readonly predictions: Predictions;
  /** Row of each image in the source, `[n]`. */
  readonly rows: Uint32Array;
}

/** Where {@link Predictions.probabilities} begin in a line, after `index,label,predicted`. */
const FIRST_PROBABILITY = 3;

/** The splits on which a run has been evaluated. */
export function evaluatedSplits(folder: RunFolder): Split[] {
  return SPLITS.filter((split) => existsSync(evaluationFile(folder, split)));
}

/**
 * Reads an evaluation back.
 *
 * @throws InputError where that split has not been evaluated, and for a broken line
 */
export function readEvaluation(folder: RunFolder, split: Split): StoredEvaluation {
  const evaluation = findEvaluation(folder, split);
  if (!evaluation) {
    if (isRun(folder) && imagesOnRecord(readSettings(folder), split) === 0)
      throw new InputError('split', split, 'has no images in the data of the run, so it cannot be evaluated');
    throw new InputError(evaluationFile(folder, split), 'not found', 'evaluate the run on that split first');
  }
  return {
    evaluation,
    ...readPredictions(predictionsFile(folder, split)),
  };
}

/** What an evaluation found of a split, if there was one. */
export function findEvaluation(folder: RunFolder, split: Split): Evaluation | undefined {
  const file = evaluationFile(folder, split);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Writes an evaluation, as {@link readEvaluation} reads it. */
export function writeEvaluation(folder: RunFolder, { evaluation, predictions, rows }: StoredEvaluation): void {
  const { split } = evaluation;
  writeWhole(evaluationFile(folder, split), `${JSON.stringify(evaluation, null, 2)}\n`);
  writeWhole(predictionsFile(folder, split), predictionLines(predictions, rows));
}

function evaluationFile(folder: RunFolder, split: Split): string {
  return join(folder.evaluation, `${split}.json`);
}

function predictionsFile(folder: RunFolder, split: Split): string {
  return join(folder.evaluation, `${split}-predictions.csv`);
}

/** One line an image: its row in the source, label, prediction and the seven probabilities. */
function predictionLines({ labels, probabilities }: Predictions, rows: Uint32Array): string {
  const best = predicted(probabilities);
  const lines = Array.from(labels, (label, i) => {
    const row = probabilities.subarray(i * EMOTIONS.length, (i + 1) * EMOTIONS.length);
    return [rows[i], label, best[i], ...row].join(',');
  });
  return `${[['index', 'label', 'predicted', ...EMOTIONS].join(','), ...lines].join('\n')}\n`;
}

function readPredictions(file: string): Pick<StoredEvaluation, 'predictions' | 'rows'> {
  const [, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const rows = new Uint32Array(lines.length);
  const labels = new Uint8Array(lines.length);
  const probabilities = new Float32Array(lines.length * EMOTIONS.length);
  lines.forEach((line, i) => {
    const numbers = line.split(',').map(Number);
    if (numbers.length !== FIRST_PROBABILITY + EMOTIONS.length || numbers.some(Number.isNaN)) {
      throw new InputError(`${file}:${i + 2}`, line, `must be ${FIRST_PROBABILITY + EMOTIONS.length} numbers`);
    }
    rows[i] = numbers[0];
    labels[i] = numbers[1];
    probabilities.set(numbers.slice(FIRST_PROBABILITY), i * EMOTIONS.length);
  });
  return { predictions: { labels, probabilities }, rows };
}
