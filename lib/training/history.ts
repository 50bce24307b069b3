/** One finished epoch: a row of `history.csv`. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean loss over the epoch's training images; cross-entropy, in nats, unless the run has another loss. */
  readonly trainLoss: number;
  /** Share of training images that the network got right while it learned from them, 0–1. */
  readonly trainAccuracy: number;
  /** Mean of the same loss over the validation split after the epoch. */
  readonly validationLoss: number;
  /** 0–1. */
  readonly validationAccuracy: number;
  /** The rate that the epoch's last step used. */
  readonly learningRate: number;
  /** Wall time of the epoch, validation included. */
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

/** The epochs as `history.csv`, numbers in full precision. */
export function toCsv(history: readonly EpochRecord[]): string {
  const rows = history.map((record) => COLUMNS.map(([, field]) => record[field]).join(','));
  return `${[COLUMNS.map(([column]) => column).join(','), ...rows].join('\n')}\n`;
}

/** The reverse of {@link toCsv}. */
export function fromCsv(csv: string): EpochRecord[] {
  const [header, ...lines] = csv.trimEnd().split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const values = line.split(',').map(Number);
    const fields = COLUMNS.map(([column, field]) => [field, values[columns.indexOf(column)]]);
    return Object.fromEntries(fields) as unknown as EpochRecord;
  });
}

/** The epoch with the highest validation accuracy, the earliest of equals. */
export function bestEpoch(history: readonly EpochRecord[]): EpochRecord | undefined {
  return history.reduce<EpochRecord | undefined>(
    (best, record) => (best && best.validationAccuracy >= record.validationAccuracy ? best : record),
    undefined,
  );
}

/**
 * The epoch whose weights `checkpoints/best` holds: the best one, or where the validation images are fitted as well, and
 * so cannot choose, the last.
 */
export function keptEpoch(
  history: readonly EpochRecord[],
  { fit }: { readonly fit: 'training' | 'training+validation' },
): EpochRecord | undefined {
  return fit === 'training' ? bestEpoch(history) : history[history.length - 1];
}
