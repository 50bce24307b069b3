import { readFileSync } from 'node:fs';
import { csvField } from '../core/csv';
import { InputError } from '../core/errors';
import { type Predictions, predicted } from './metrics';

/** Predictions, each with the row of its image in the source. */
export interface PredictedRows {
  readonly predictions: Predictions;
  /** Row of each image in the source, `[n]`. */
  readonly rows: Uint32Array;
}

/** Index of the first probability in a line, after `index,label,predicted`. */
const FIRST_PROBABILITY = 3;

/** One line per image: its row in the source, label, prediction and the probability of each class. */
export function predictionLines(predictions: Predictions, rows: Uint32Array): string {
  const { classes, labels, probabilities } = predictions;
  const best = predicted(predictions);
  const lines = Array.from(labels, (label, i) => {
    const row = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
    return [rows[i], label, best[i], ...row].join(',');
  });
  return `${[['index', 'label', 'predicted', ...classes.map(csvField)].join(','), ...lines].join('\n')}\n`;
}

/** Reads the text of {@link predictionLines}. @throws {InputError} for a broken line */
export function readPredictions(file: string): PredictedRows {
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

function fieldsOf(header: string): string[] {
  const fields = header.match(/("([^"]|"")*"|[^,"]*)(,|$)/g)!.map((field) => field.replace(/,$/, ''));
  const names = fields.slice(0, header.endsWith(',') ? undefined : -1); // the match of the empty end
  return names.map((field) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field));
}
