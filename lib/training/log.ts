import { join } from 'node:path';
import { tf } from '../runtime';
import type { EpochRecord } from './history';
import type { Hyperparameters } from './hyperparameters';
import type { RunFolder } from './run-folder';

/** Receives each finished epoch. */
export type Log = (record: EpochRecord) => void;

/** Values for TensorBoard, by the name of their chart. */
const SCALARS = {
  'loss/train': 'trainLoss',
  'loss/validation': 'validationLoss',
  'accuracy/train': 'trainAccuracy',
  'accuracy/validation': 'validationAccuracy',
  learning_rate: 'learningRate',
} as const satisfies Readonly<Record<string, keyof EpochRecord>>;

/** With `tensorboard`, writes event files to the run's `tensorboard/`; `history.csv` is always written. */
export function openLog(folder: RunFolder, logger: Hyperparameters['logger']): Log {
  if (logger === 'csv') return () => {};
  const writer = tf.node.summaryFileWriter(join(folder.path, 'tensorboard'));
  return (record) => {
    for (const [chart, field] of Object.entries(SCALARS)) writer.scalar(chart, record[field], record.epoch);
    writer.flush();
  };
}
