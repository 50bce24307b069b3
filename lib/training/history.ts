/** One finished epoch: a row of `history.csv`. */
export interface EpochRecord {
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
  ['validation_accuracy', 'validationAccuracy'],
  ['learning_rate', 'learningRate'],
  ['seconds', 'seconds'],
];

/** The epochs as `history.csv`, with full precision. */
export function toCsv(history: readonly EpochRecord[]): string {
  const rows = history.map((record) => COLUMNS.map(([, field]) => record[field]).join(','));
  return `${[COLUMNS.map(([column]) => column).join(','), ...rows].join('\n')}\n`;
}

/** The inverse of {@link toCsv}. */
export function fromCsv(csv: string): EpochRecord[] {
  const [header, ...lines] = csv.trimEnd().split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const values = line.split(',').map(Number);
    const fields = COLUMNS.map(([column, field]) => [field, values[columns.indexOf(column)]]);
    return Object.fromEntries(fields) as unknown as EpochRecord;
  });
}

/** The epoch with the highest validation accuracy, the earliest in case of ties. */
export function bestEpoch(history: readonly EpochRecord[]): EpochRecord | undefined {
  return history.reduce<EpochRecord | undefined>(
    (best, record) => (best && best.validationAccuracy >= record.validationAccuracy ? best : record),
    undefined,
  );
}

/**
 * The epoch whose weights are in `checkpoints/best`: the best one, or the last one if the validation images are fitted
 * too and cannot select.
 */
export function keptEpoch(
  history: readonly EpochRecord[],
  { fit }: { readonly fit: 'training' | 'training+validation' },
): EpochRecord | undefined {
  return fit === 'training' ? bestEpoch(history) : history[history.length - 1];
}
