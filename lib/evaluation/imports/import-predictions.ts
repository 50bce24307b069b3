import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { changeTogether } from '../../core/changes';
import { InputError } from '../../core/errors';
import { printable } from '../../core/excerpt';
import { lockFolder } from '../../core/lock';
import { type Dataset, hash, type Split, select } from '../../data/dataset';
import { labelNames } from '../../data/forms/labels';
import type { DataPlace } from '../../training/data-shape';
import { isRun, type RunFolder } from '../../training/run-folder';
import {
  type Facts,
  findRecord,
  type PredictionsRecord,
  recordContent,
  UNKNOWN,
} from '../classifiers/classifier-record';
import { importedFile } from '../classifiers/open-predictions';
import type { Evaluation } from '../metrics';
import { predictionLines } from '../predictions-file';
import { matchPredictions } from './match-predictions';
import { type PredictionFormat, readPredictionTable } from './read-prediction-table';
import type { ScoreKind } from './scores';

export interface ImportPredictionsOptions {
  readonly name: string;
  /** Images of all splits. */
  readonly data: Dataset;
  /** Source of these images, as options of `load`. */
  readonly place: DataPlace;
  readonly split: Split;
  /** Kind of the scores. @default 'probabilities' */
  readonly scores?: ScoreKind;
  /** Classes in the order of the file's scores. @default as the file names them, else that of the data */
  readonly classes?: readonly string[];
  /** Stops before anything is written by throwing the signal's reason. */
  readonly signal?: AbortSignal;
  /** Known facts about the classifier. @default unknown; for an evaluation of this project's, what it says */
  readonly facts?: Partial<Facts>;
}

/**
 * Imports predictions that were made elsewhere: writes `predictions/SPLIT.csv` and `classifier.json`, so that they can
 * be evaluated, reported and compared as a run is. Other splits of the same classifier can be imported under the same
 * name. `SPLIT-predictions.csv` of an evaluation of this project brings what the `SPLIT.json` beside it says.
 *
 * @param path of the file
 * @returns what was assumed or left out, a line each
 * @throws {InputError} for predictions that do not belong to the images, as `matchPredictions` says, and if the name is
 *   taken; then nothing is written
 */
export async function importPredictions(
  folder: RunFolder,
  path: string,
  format: PredictionFormat,
  options: ImportPredictionsOptions,
): Promise<readonly string[]> {
  const { name, data, place, split } = options;
  const names = labelNames(data.classes);
  const table = await readPredictionTable(path, format, names);
  const file = printable(basename(path));
  const { predictions, labelsOnly, notices } = matchPredictions(table, file, { ...options, names });
  const unlock = await lockFolder(folder.path, 'written');
  try {
    options.signal?.throwIfAborted();
    const before = recordBefore(folder, options);
    const evaluation = evaluationBeside(path);
    const images = select(data, split);
    const record: PredictionsRecord = {
      ...{ kind: 'predictions', name, data: place },
      facts: { ...UNKNOWN, ...factsOf(evaluation), ...before?.facts, ...options.facts },
      imports: {
        ...before?.imports,
        [split]: {
          file: basename(path),
          sha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
          images: hash(images),
          labels_only: labelsOnly,
          crops: evaluation?.crops ?? 'unknown',
          ...{ epoch: evaluation?.epoch, step: evaluation?.step },
        },
      },
    };
    const write = { ...recordContent(record), [importedFile(split)]: predictionLines(predictions, images.rows) };
    changeTogether(folder.path, { write });
    return notices;
  } finally {
    unlock();
  }
}

/** The earlier import under this name. @throws {InputError} if it is something else */
function recordBefore(folder: RunFolder, { name, split, facts = {} }: ImportPredictionsOptions) {
  const record = findRecord(folder);
  if (isRun(folder) || (record && record.kind !== 'predictions'))
    throw new InputError('name', name, 'is already a run: choose another name, or remove it');
  if (record?.imports[split])
    throw new InputError('name', name, `has predictions of ${split} already: choose another name, or remove it`);
  for (const [key, value] of Object.entries(facts)) {
    const known = record?.facts[key as keyof Facts];
    if (known !== undefined && String(known) !== String(value))
      throw new InputError(key, String(value), `must be ${String(known)}, as in the import of the other split`);
  }
  return record as PredictionsRecord | undefined;
}

/** The evaluation that left a file `SPLIT-predictions.csv`, if its JSON is beside it. */
function evaluationBeside(path: string): Evaluation | undefined {
  const split = /^(.+)-predictions\.csv$/.exec(basename(path))?.[1];
  const json = split && join(dirname(path), `${split}.json`);
  if (!json || !existsSync(json)) return undefined;
  try {
    return JSON.parse(readFileSync(json, 'utf8'));
  } catch {
    throw new InputError(json, 'damaged', 'must be JSON');
  }
}

function factsOf(evaluation: Evaluation | undefined): Partial<Facts> {
  if (!evaluation) return {};
  const { fitted, selected_on } = evaluation;
  return {
    trained_on: fitted === undefined ? 'unknown' : fitted.length > 0 ? fitted : 'other',
    selected_on: selected_on ?? 'none',
  };
}
