import { InputError } from '../../core/errors';
import { count, type Dataset, SPLITS, type Split, select } from '../../data/dataset';
import { type LabelNames, labelOfWord } from '../../data/forms/labels';
import { type Predictions, predicted } from '../metrics';
import { bestOrder } from './class-order';
import type { PredictionTable } from './prediction-table';
import { rowsOfSplit } from './rows-of-split';
import { probabilitiesOf, type ScoreKind } from './scores';

export interface MatchOptions {
  readonly data: Dataset;
  readonly split: Split;
  /** Classes of the data. */
  readonly names: LabelNames;
  /** Kind of the scores. @default 'probabilities' */
  readonly scores?: ScoreKind;
  /** Classes in the order of the file's scores. @default as the file names them, else that of the data */
  readonly classes?: readonly string[];
}

/** Predictions of the images of a split, in their order. */
export interface MatchedPredictions {
  readonly predictions: Predictions;
  /** Whether the file had classes only. */
  readonly labelsOnly: boolean;
  /** Assumptions and skipped parts, one line each. */
  readonly notices: readonly string[];
}

/** Share of the images by which another order or split must fit better, before predictions are refused. */
const MARGIN = 0.2;
/** Minimum number of images for this comparison; of fewer images, such a share may be chance. */
const ENOUGH = 50;

/**
 * Matches a table of predictions with the images of a split and the classes of the data.
 *
 * @param file what messages call the table
 * @throws {InputError} for missing or repeated rows, scores that are no probabilities, labels that are not those of the
 *   images, and for classes or images in another order, as far as labels or accuracies show it
 */
export function matchPredictions(table: PredictionTable, file: string, options: MatchOptions): MatchedPredictions {
  const { data, split, names, scores = 'probabilities' } = options;
  const images = select(data, split);
  if (count(images) === 0) throw new InputError('split', split, `must have images in ${data.name}`);
  const rows = rowsOfSplit(table, data, split, file);
  const order = classOrder(table, file, options);
  const k = names.classes.length;
  const labelsOnly = table.scores === undefined;
  const probabilities = labelsOnly
    ? oneHot(classesOf(table, rows, order, names), k)
    : inOrder(probabilitiesOf(table, rows, k, scores), order);
  const predictions = { classes: data.classes, labels: images.labels, probabilities };
  if (!labelsOnly && table.predicted) checkPredicted(table, rows, predicted(predictions), order, names);
  if (table.labels) checkLabels(table, rows, images.labels, order, options, file);
  else if (options.classes === undefined) checkOrder(predictions, options, file);
  if (!table.rows && !table.labels) checkSplit(predictions, options, file);
  const isAssumed = !labelsOnly && options.classes === undefined && table.classes === undefined;
  return {
    predictions,
    labelsOnly,
    notices: [
      ...chanceNotice(predictions, file),
      ...(isAssumed ? [`${file} does not name its classes; read as ${names.classes.join(', ')}`] : []),
      ...(table.rows ? [] : [`${file} has no row numbers; read in the order of ${split}`]),
      ...(table.ignored.length > 0 ? [`${file}: not read: ${table.ignored.slice(0, 8).join(', ')}`] : []),
    ],
  };
}

/** A notice about predictions that are hardly better than chance: their rows may be in another order. */
function chanceNotice(predictions: Predictions, file: string): string[] {
  const { labels, classes } = predictions;
  const best = predicted(predictions);
  const counts = classes.map((_, k) => labels.reduce((sum, label) => sum + Number(label === k), 0));
  const right = labels.reduce((sum, label, i) => sum + Number(label === best[i]), 0);
  if (labels.length < ENOUGH || right > Math.max(...counts)) return [];
  const share = ((100 * right) / labels.length).toFixed(1);
  return [`${file}: only ${share} % are right, no more than one class alone would give; check the order of the rows`];
}

/** The class of the data that each class of the file is. @throws {InputError} unless the file has each once */
function classOrder(table: PredictionTable, file: string, { names, classes }: MatchOptions): number[] {
  const given = classes ?? table.classes;
  if (given === undefined) return [...names.classes.keys()];
  const noun = classes ? 'classes' : file;
  const order = given.map((name) => {
    const label = labelOfWord(name, names);
    if (label === undefined) throw new InputError(noun, `class ${name}`, `must be one of ${names.classes.join(', ')}`);
    return label;
  });
  const missing = names.classes.filter((_, label) => !order.includes(label));
  if (missing.length > 0) {
    const unread = table.ignored.length > 0 ? `; not read: ${table.ignored.slice(0, 8).join(', ')}` : '';
    throw new InputError(noun, given.join(','), `must have a score for ${missing.join(', ')}${unread}`);
  }
  if (order.length > names.classes.length) throw new InputError(noun, given.join(','), 'must have each class once');
  return order;
}

function inOrder(scores: Float32Array, order: readonly number[]): Float32Array {
  const k = order.length;
  return Float32Array.from(scores, (_, at) => scores[at - (at % k) + order.indexOf(at % k)]);
}

/** The predicted classes of some rows. @throws {InputError} for what is none */
function classesOf(
  { predicted: values, place }: PredictionTable,
  rows: ArrayLike<number>,
  order: readonly number[],
  names: LabelNames,
): number[] {
  return Array.from(rows, (row) => {
    const [label] = readings(values![row], order, names);
    if (label === undefined)
      throw new InputError(
        place(row),
        `class ${String(values![row])}`,
        `must be ${names.classes.join(', ')} or a number`,
      );
    return label;
  });
}

/** Meanings of a class: a name; a number in the order of the file or of the data. */
function readings(value: unknown, order: readonly number[], names: LabelNames): (number | undefined)[] {
  const text = String(value ?? '').trim();
  const named = labelOfWord(text, names);
  if (named !== undefined) return [named];
  if (!/^\d+(\.0*)?$/.test(text) || Number(text) >= order.length) return [];
  return [order[Number(text)], Number(text)];
}

function oneHot(classes: readonly number[], k: number): Float32Array {
  const probabilities = new Float32Array(classes.length * k);
  classes.forEach((label, i) => {
    probabilities[i * k + label] = 1;
  });
  return probabilities;
}

/**
 * @throws {InputError} if a row's predicted class is not the one with the highest score, in either order of the classes
 */
function checkPredicted(
  { predicted: values, place }: PredictionTable,
  rows: ArrayLike<number>,
  best: Uint8Array,
  order: readonly number[],
  names: LabelNames,
): void {
  const stray = (reading: 0 | -1) =>
    Array.from(rows).findIndex((row, i) => readings(values![row], order, names).at(reading) !== best[i]);
  const i = stray(0);
  if (i < 0 || stray(-1) < 0) return;
  const constraint = `must be ${names.classes[best[i]]}, which has the highest score`;
  throw new InputError(place(rows[i]), `predicted ${String(values![rows[i]])}`, constraint);
}

/** @throws {InputError} if a row's true class is not its image's, saying which order or split explains it */
function checkLabels(
  table: PredictionTable,
  rows: ArrayLike<number>,
  labels: Uint8Array,
  order: readonly number[],
  { data, split, names }: MatchOptions,
  file: string,
): void {
  const { labels: values, place } = table;
  const read = (reading: 0 | -1) => Array.from(rows, (row) => readings(values![row], order, names).at(reading) ?? -1);
  const stray = (given: readonly number[], wanted: Uint8Array) => given.findIndex((label, i) => label !== wanted[i]);
  const [first, second] = [read(0), read(-1)];
  const i = stray(first, labels);
  if (i < 0 || stray(second, labels) < 0) return;
  const other = SPLITS.find((name) => name !== split && isLabelledAs(first, select(data, name).labels));
  if (other) throw new InputError(file, `labels of ${other}`, `must be those of ${split}`);
  const counts = confusionOf(labels, second, names.classes.length);
  const { order: found, hits } = bestOrder(counts);
  if (hits === labels.length)
    throw new InputError(file, 'labels in another order of the classes', orderHint(found, names));
  const constraint = `must be ${names.classes[labels[i]]}, the label of that image in ${data.name}`;
  throw new InputError(place(rows[i]), `label ${String(values![rows[i]])}`, constraint);
}

function isLabelledAs(given: readonly number[], labels: Uint8Array): boolean {
  return given.length === labels.length && given.every((label, i) => label === labels[i]);
}

/** @throws {InputError} if another order of the classes makes the predictions far more accurate */
function checkOrder(predictions: Predictions, { names }: MatchOptions, file: string): void {
  const { labels } = predictions;
  if (labels.length < ENOUGH) return;
  const counts = confusionOf(labels, Array.from(predicted(predictions)), names.classes.length);
  const hits = counts.reduce((sum, row, label) => sum + row[label], 0);
  const best = bestOrder(counts);
  if (best.hits - hits <= MARGIN * labels.length) return;
  const accuracies = [hits, best.hits].map((n) => `${((100 * n) / labels.length).toFixed(1)} %`);
  const value = `classes in another order (${accuracies[0]} right, ${accuracies[1]} in that order)`;
  throw new InputError(file, value, orderHint(best.order, names));
}

function orderHint(order: readonly number[], { classes }: LabelNames): string {
  return `give classes=${order.map((label) => classes[label]).join(',')} if that is the order of the file`;
}

/** @throws {InputError} if the predictions fit another split of as many images far better */
function checkSplit(predictions: Predictions, { data, split }: MatchOptions, file: string): void {
  const { labels } = predictions;
  if (labels.length < ENOUGH) return;
  const best = predicted(predictions);
  const right = (truth: Uint8Array) => truth.reduce((sum, label, i) => sum + Number(label === best[i]), 0);
  const others = SPLITS.filter((other) => other !== split).map((other) => [other, select(data, other).labels] as const);
  for (const [other, truth] of others) {
    if (truth.length === labels.length && right(truth) - right(labels) > MARGIN * labels.length)
      throw new InputError(file, `predictions of ${other}`, `must be those of ${split}`);
  }
}

/** Images by true and predicted class. */
function confusionOf(labels: Uint8Array, classes: readonly number[], k: number): number[][] {
  const counts = Array.from({ length: k }, () => Array<number>(k).fill(0));
  labels.forEach((label, i) => {
    if (classes[i] >= 0) counts[label][classes[i]]++;
  });
  return counts;
}
