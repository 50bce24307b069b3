import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import { canonicalClass } from '../../data/class-names';
import type { LabelNames } from '../../data/forms/labels';
import { matchClasses } from '../cross/match-classes';

/**
 * How a model takes faces, and what its outputs mean: the JSON file that `preprocess=` names. A gray value g, 0–255,
 * becomes `(g · scale − mean) / deviation`.
 */
export interface Preprocess {
  /** Width and height that the faces are resized to, pixels. @default that of the faces */
  readonly size?: number;
  /** `bilinear` as PyTorch, OpenCV and TensorFlow 2; `bilinear_corner` as TensorFlow 1 and tfjs. @default 'bilinear' */
  readonly resize: 'bilinear' | 'bilinear_corner';
  /** One gray channel, or three equal ones. @default 1 */
  readonly channels: 1 | 3;
  /** @default 'NHWC' for tfjs, 'NCHW' for ONNX */
  readonly layout?: 'NHWC' | 'NCHW';
  /** @default 1 / 255 */
  readonly scale: number;
  /** One for all channels, or one per channel. @default 0 */
  readonly mean: readonly number[];
  /** As the mean. @default 1 */
  readonly deviation: readonly number[];
  /** Kind of the outputs. @default 'probabilities' */
  readonly output: 'probabilities' | 'logits';
  /** Name of the model's output. @default the only one, or that of the name `probabilities` or `logits` */
  readonly output_name?: string;
  /** Classes in the order of the outputs: those of the data, and maybe others. @default those of the data */
  readonly classes?: readonly string[];
}

type Check = (value: unknown) => boolean;

const isOneOf =
  (...words: unknown[]): Check =>
  (value) =>
    words.includes(value);
const isNumber: Check = (value) => Number.isFinite(value);
const isNonZero: Check = (value) => Number.isFinite(value) && value !== 0;
const perChannel =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) ? [1, 3].includes(value.length) && value.every(check) : check(value);

/** Constraint and check of each entry. */
const ENTRIES: Readonly<Record<keyof Preprocess, readonly [constraint: string, check: Check]>> = {
  size: [
    'must be an integer in 8–1024',
    (value) => Number.isInteger(value) && Number(value) >= 8 && Number(value) <= 1024,
  ],
  resize: ['must be bilinear or bilinear_corner', isOneOf('bilinear', 'bilinear_corner')],
  channels: ['must be 1 or 3', isOneOf(1, 3)],
  layout: ['must be NHWC or NCHW', isOneOf('NHWC', 'NCHW')],
  scale: ['must be a number other than 0', isNonZero],
  mean: ['must be a number, or one per channel', perChannel(isNumber)],
  deviation: ['must be a number other than 0, or one per channel', perChannel(isNonZero)],
  output: ['must be probabilities or logits', isOneOf('probabilities', 'logits')],
  output_name: ['must be a name', (value) => typeof value === 'string'],
  classes: ['must be names', (value) => Array.isArray(value) && value.every((name) => typeof name === 'string')],
};

/**
 * Reads a preprocess file; without one, all entries have their defaults.
 *
 * @param names the classes of the data
 * @throws {InputError} for an unknown entry or an invalid value
 */
export function readPreprocess(path: string | undefined, names: LabelNames): Preprocess {
  return checkedPreprocess(
    path === undefined ? {} : jsonOf(path),
    path === undefined ? 'preprocess' : basename(path),
    names,
  );
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new InputError('preprocess', path, 'must be a file');
    throw new InputError(basename(path), 'damaged', 'must be JSON');
  }
}

function checkedPreprocess(given: unknown, noun: string, names: LabelNames): Preprocess {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new InputError(noun, excerpt(JSON.stringify(given)), 'must be a JSON object');
  const entries = given as Partial<Record<keyof Preprocess, unknown>>;
  for (const [key, value] of Object.entries(entries)) {
    if (!Object.hasOwn(ENTRIES, key))
      throw new InputError(noun, excerpt(key), `must be one of ${Object.keys(ENTRIES).join(', ')}`);
    const [constraint, check] = ENTRIES[key as keyof Preprocess];
    if (!check(value)) throw new InputError(`${noun}, ${key}`, excerpt(JSON.stringify(value)), constraint);
  }
  const { mean = 0, deviation = 1, ...rest } = entries as Partial<Preprocess>;
  const preprocess: Preprocess = {
    ...{ resize: 'bilinear', channels: 1, scale: 1 / 255, output: 'probabilities' },
    ...rest,
    mean: [mean].flat() as number[],
    deviation: [deviation].flat() as number[],
  };
  const { channels } = preprocess;
  for (const key of ['mean', 'deviation'] as const)
    if (preprocess[key].length > channels)
      throw new InputError(
        `${noun}, ${key}`,
        preprocess[key].join(','),
        `must be one number, since channels is ${channels}`,
      );
  modelClasses(preprocess, names, noun);
  return preprocess;
}

/** The classes of a model. */
export interface ModelClasses {
  /** Those of the data, in their order, and then those that only the model knows. */
  readonly classes: readonly string[];
  /** The output that has the score of each class. */
  readonly outputs: readonly number[];
}

/**
 * The classes of a model, matched with those of the data by their names. It may have further classes, such as
 * contempt; a prediction of one of these counts as wrong.
 *
 * @throws {InputError} unless each class of the data is there once
 */
export function modelClasses(
  { classes: given }: Pick<Preprocess, 'classes'>,
  names: LabelNames,
  noun = 'classes',
): ModelClasses {
  const own = names.classes;
  if (!given) return { classes: own, outputs: [...own.keys()] };
  const outputs = matchClasses(own, given);
  const others = given.filter((_, output) => !outputs.includes(output));
  const different = new Set(others.map(canonicalClass)).size;
  if (
    outputs.includes(undefined) ||
    different < others.length ||
    others.some((name) => own.map(canonicalClass).includes(canonicalClass(name)))
  )
    throw new InputError(`${noun}, classes`, given.join(','), `must contain ${own.join(', ')} once, in any order`);
  return {
    classes: [...own, ...others],
    outputs: [...(outputs as number[]), ...others.map((name) => given.indexOf(name))],
  };
}
