import { METRIC_COLUMNS, type MetricValues, metricField, type SelectionMetricName } from './selection-metrics';

/** One finished epoch: a row of `history.csv`. Other metrics than the accuracy are recorded if one of them selects. */
export interface EpochRecord extends MetricValues {
  /** From 1. */
  readonly epoch: number;
  /** Mean loss over the epoch's training images; cross-entropy, in nats, unless the run has another loss. */
  readonly trainLoss: number;
  /** Share of training images that were classified correctly during the epoch, 0–1. */
  readonly trainAccuracy: number;
  /** Mean of the same loss over the validation split after the epoch. */
  readonly validationLoss: number;
  /** 0–1. */
  readonly validationAccuracy: number;
  /** The rate of the epoch's last step. */
  readonly learningRate: number;
  /** Wall time of the epoch in seconds, including validation. */
  readonly seconds: number;
}

const COLUMNS: readonly (readonly [string, keyof EpochRecord])[] = [
  ['epoch', 'epoch'],
  ['train_loss', 'trainLoss'],
  ['train_accuracy', 'trainAccuracy'],
  ['validation_loss', 'validationLoss'],
  ...METRIC_COLUMNS,
  ['learning_rate', 'learningRate'],
  ['seconds', 'seconds'],
];

/** Columns that only some runs have. */
const OPTIONAL: readonly (keyof EpochRecord)[] = METRIC_COLUMNS.map(([, field]) => field).filter(
  (field) => field !== 'validationAccuracy',
);

/** The epochs as `history.csv`, with full precision. */
export function toCsv(history: readonly EpochRecord[]): string {
  const known = COLUMNS.filter(([, field]) => !OPTIONAL.includes(field) || history[0]?.[field] !== undefined);
  const rows = history.map((record) => known.map(([, field]) => record[field]).join(','));
  return `${[known.map(([column]) => column).join(','), ...rows].join('\n')}\n`;
}

/** The inverse of {@link toCsv}. */
export function fromCsv(csv: string): EpochRecord[] {
  const [header, ...lines] = csv.trimEnd().split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const values = line.split(',').map(Number);
    const present = COLUMNS.filter(([column, field]) => !OPTIONAL.includes(field) || columns.includes(column));
    const fields = present.map(([column, field]) => [field, values[columns.indexOf(column)]]);
    return Object.fromEntries(fields) as unknown as EpochRecord;
  });
}

/** The metric on the validation split that selects epochs and compares trials; 0–1 for the project's own. */
export function scoreOf(record: EpochRecord, select_on: SelectionMetricName): number {
  return record[metricField(select_on)] ?? 0;
}

/** The epoch with the highest validation accuracy, or other metric, the earliest in case of ties. */
export function bestEpoch(
  history: readonly EpochRecord[],
  select_on: SelectionMetricName = 'accuracy',
): EpochRecord | undefined {
  const score = (record: EpochRecord) => scoreOf(record, select_on);
  return history.reduce<EpochRecord | undefined>(
    (best, record) => (best && score(best) >= score(record) ? best : record),
    undefined,
  );
}

/**
 * The epoch whose weights are in `checkpoints/best`: the best one, or the last one if the validation images are fitted
 * too and cannot select.
 */
export function keptEpoch(
  history: readonly EpochRecord[],
  { fit, select_on }: { readonly fit: 'training' | 'training+validation'; readonly select_on?: SelectionMetricName },
): EpochRecord | undefined {
  return fit === 'training' ? bestEpoch(history, select_on) : history[history.length - 1];
}
