import { readFileSync } from 'node:fs';
import { InputError } from '../core/errors';
import { EMOTIONS } from '../data/dataset';
import { type Predictions, predicted } from './metrics';

/** Predictions, each with the row of its image in the source. */
export interface PredictedRows {
  readonly predictions: Predictions;
  /** Row of each image in the source, `[n]`. */
  readonly rows: Uint32Array;
}

/** Where {@link Predictions.probabilities} begin in a line, after `index,label,predicted`. */
const FIRST_PROBABILITY = 3;

/** One line per image: its row in the source, label, prediction and the probabilities of the classes. */
export function predictionLines({ labels, probabilities }: Predictions, rows: Uint32Array): string {
  const best = predicted(probabilities);
  const lines = Array.from(labels, (label, i) => {
    const row = probabilities.subarray(i * EMOTIONS.length, (i + 1) * EMOTIONS.length);
    return [rows[i], label, best[i], ...row].join(',');
  });
  return `${[['index', 'label', 'predicted', ...EMOTIONS].join(','), ...lines].join('\n')}\n`;
}

/** Reads what {@link predictionLines} wrote. @throws {InputError} for a broken line */
export function readPredictions(file: string): PredictedRows {
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
