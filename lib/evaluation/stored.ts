import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EMOTIONS, type Split } from '../data/dataset';
import { InputError } from '../errors';
import type { RunFolder } from '../training/run';
import type { Evaluation, Predictions } from './metrics';

/** What an evaluation left in `outputs/NAME/evaluation/`. */
export interface StoredEvaluation {
  readonly evaluation: Evaluation;
  readonly predictions: Predictions;
  /** Row of each image in the source, `[n]`. */
  readonly rows: Uint32Array;
}

/** Where {@link Predictions.probabilities} begin in a line, after `index,label,predicted`. */
const FIRST_PROBABILITY = 3;

/**
 * Reads an evaluation back.
 *
 * @throws InputError where that split has not been evaluated, and for a broken line
 */
export function readEvaluation(folder: RunFolder, split: Split): StoredEvaluation {
  const file = join(folder.evaluation, `${split}.json`);
  if (!existsSync(file)) throw new InputError(file, 'not found', 'evaluate the run on that split first');
  return {
    evaluation: JSON.parse(readFileSync(file, 'utf8')),
    ...readPredictions(join(folder.evaluation, `${split}-predictions.csv`)),
  };
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
