import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import { type LabelNames, labelOfWord } from '../../data/forms/labels';
import type { PredictionTable } from './prediction-table';

/** Columns by name, in the order of the file. */
export type Columns = ReadonlyMap<string, readonly unknown[]>;

const ROLES = {
  rows: /^(|index|idx|row|row[ _]?(id|index|number)|id|image[ _]?id|unnamed: 0)$/i,
  splits: /^(usage|split)$/i,
  labels: /^(label|labels|target|truth|true|true[ _]?(label|class)|y|y_true|ground_truth|emotion)$/i,
  predicted:
    /^(predicted|predictions?|pred|y_?pred|y_?hat|pred(icted)?[ _]?(label|class|emotion|expression)|dominant_emotion|class)$/i,
} as const;
const SCORES =
  /^(y[ _])?(prob|probs|probabilities|probability|proba|predict_proba|scores?|logits?|outputs?|emotions?)$/i;
/** Prefixes and suffixes of a class name in the name of its column. */
const AROUND =
  /^(p|prob|probs|probability|proba|score|logit)s?[ _.:-]+|[ _.:-]+(p|prob|probability|proba|score|logit)$/gi;

/**
 * Finds out what the columns of a table mean, by their names: scores in a column per class or in one column of arrays
 * or of objects; the predicted class; the true class; the image's row and split.
 *
 * @param file what messages call it
 * @param place what messages call a row
 * @param names the classes of the data
 * @throws {InputError} if there are neither scores nor predicted classes, or two columns have one meaning
 */
export function tableOfColumns(
  columns: Columns,
  file: string,
  place: (i: number) => string,
  names: LabelNames,
): PredictionTable {
  const [n] = [...columns.values()].map(({ length }) => length);
  if (!n) throw new InputError(file, 'no rows', 'must have a row for each image');
  const used = new Map<string, string>();
  const scores = scoresIn(columns, file, place, names, used);
  const roles: Partial<Record<keyof typeof ROLES, readonly unknown[]>> = {};
  for (const [name, values] of columns) {
    const role = (Object.keys(ROLES) as (keyof typeof ROLES)[]).find((key) => ROLES[key].test(name.trim()));
    if (role === undefined || used.has(name)) continue;
    if (roles[role]) throw new InputError(file, `column ${excerpt(name)}`, 'must not repeat the meaning of another');
    roles[role] = values;
    used.set(name, role);
  }
  const ignored = ignoredIn(columns, used);
  if (!scores && !roles.predicted) {
    // A file of classes alone may call them emotion or label; beside an unread column, they may be the true ones.
    if (!roles.labels || ignored.length > 0) throw new InputError(file, `columns ${listed(columns)}`, wanted(names));
    return { n, place, ...roles, predicted: roles.labels, labels: undefined, ignored };
  }
  return { n, place, ...scores, ...roles, ignored };
}

/** Required columns, for messages. */
function wanted({ classes }: LabelNames): string {
  return `must include scores (${classes.join(', ')}) or a column predicted, and index with the row numbers`;
}

type Scores = Pick<PredictionTable, 'scores' | 'classes'>;

function scoresIn(
  columns: Columns,
  file: string,
  place: (i: number) => string,
  names: LabelNames,
  used: Map<string, string>,
): Scores | undefined {
  const single = [...columns].find(([name, values]) => SCORES.test(name.trim()) && isNested(values[0]));
  if (single) {
    used.set(single[0], 'scores');
    return nestedScores(single[1], place);
  }
  const named = [...columns.keys()].filter((name) => labelOfWord(bare(name), names) !== undefined);
  const numbered = [...columns.keys()].filter((name) => /^\d+$/.test(bare(name)));
  const chosen = named.length > 0 ? named : numbered;
  if (chosen.length === 0) return undefined;
  for (const name of chosen) used.set(name, 'scores');
  const found = chosen.map((name) => columns.get(name)!);
  const scores = found[0].map((_, i) => found.map((values) => values[i]));
  if (named.length > 0) return { scores, classes: named.map(bare) };
  const order = chosen.map((name) => Number(bare(name)));
  const first = Math.min(...order);
  if (order.some((number, k) => number !== first + k))
    throw new InputError(file, `columns ${chosen.map(excerpt).join(', ')}`, 'must be in the order of their numbers');
  return { scores };
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** Scores as an array, or an object by class, in each row. */
function nestedScores(values: readonly unknown[], place: (i: number) => string): Scores {
  const [first] = values;
  if (Array.isArray(first) || ArrayBuffer.isView(first)) {
    const stray = values.findIndex((value) => !Array.isArray(value) && !ArrayBuffer.isView(value));
    if (stray >= 0) throw new InputError(place(stray), 'no array of scores', 'must have one, as the first row does');
    return { scores: values as ArrayLike<unknown>[] };
  }
  const classes = Object.keys(first as object);
  const scores = values.map((value, i) => {
    if (!isNested(value) || classes.some((name) => !Object.hasOwn(value as object, name)))
      throw new InputError(
        place(i),
        'a class without a score',
        `must have ${classes.join(', ')}, as the first row does`,
      );
    return classes.map((name) => (value as Record<string, unknown>)[name]);
  });
  return { scores, classes: classes.map(bare) };
}

/** The name of a column without what is around the class. */
function bare(name: string): string {
  return name.trim().replaceAll(AROUND, '');
}

function ignoredIn(columns: Columns, used: ReadonlyMap<string, string>): string[] {
  return [...columns.keys()].filter((name) => !used.has(name));
}

function listed(columns: Columns): string {
  return [...columns.keys()].slice(0, 12).map(excerpt).join(', ');
}
