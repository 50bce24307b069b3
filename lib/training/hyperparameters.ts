import { AUGMENTATIONS, type Augmentation } from '../data/augment/options';
import type { Split } from '../data/dataset';
import { InputError } from '../errors';
import { networkNames } from '../models/registry';

/** What `optimizer=` and `schedule=` take. */
export const OPTIMIZERS = ['sgd_nesterov', 'sgd', 'adam', 'amsgrad', 'adamw', 'adadelta', 'adagrad', 'asgd'] as const;
export const SCHEDULES = ['plateau', 'step', 'onecycle', 'cosine', 'cosine_restarts', 'constant'] as const;
export type OptimizerName = (typeof OPTIMIZERS)[number];
export type ScheduleName = (typeof SCHEDULES)[number];

/** Whether selection keeps to PublicTest (`challenge`) or, as the original study does, to PrivateTest (`paper`). */
export type Protocol = 'challenge' | 'paper';

/** What decides a run: with the same data, the same versions and the same device, equal values give the same weights. */
export interface Hyperparameters {
  /** `vgg`, or what a notebook defined. @default 'vgg' */
  readonly network: string;
  /** Names the run's folder below `outputs/`: letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /**
   * `fer2013`, `ckplus`, `faces`, or a folder of images. `auto` is FER2013 where it is installed, else the drawn faces.
   * @default 'auto'
   */
  readonly dataset: string;
  /** File or folder that holds the data; empty for the data set's own place below `datasets/`. @default '' */
  readonly path: string;
  /** Passes over the training split, ≥ 0. @default 300 */
  readonly epochs: number;
  /** Images a step, ≥ 1. @default 64 */
  readonly batchSize: number;
  /** Initial learning rate, > 0. @default 0.01 */
  readonly learningRate: number;
  /** Dropout rate, in [0, 1). @default 0.1 */
  readonly drop: number;
  /** @default 'sgd_nesterov' */
  readonly optimizer: OptimizerName;
  /** @default 'plateau' */
  readonly schedule: ScheduleName;
  /** Epochs over which the rate rises to the schedule's, ≥ 0. @default 0 */
  readonly warmup: number;
  /** Of SGD, in [0, 1). The one-cycle schedule sets its own. @default 0.9 */
  readonly momentum: number;
  /** L2 penalty's factor, ≥ 0. @default 1e-4 */
  readonly weightDecay: number;
  /** Random changes to the training images: the original study's, or only a crop and the mirror. @default 'full' */
  readonly augment: Augmentation;
  /** `auto` computes in bfloat16 where the device does so natively, else in float32. @default 'auto' */
  readonly precision: 'auto' | 'float32' | 'mixed';
  /** Epochs between checkpoints that are kept, ≥ 1. @default 20 */
  readonly saveFrequency: number;
  /** Of weights, shuffling, augmentation, dropout and drawn faces: an integer in [0, 2³¹). @default 0 */
  readonly seed: number;
  /** @default 'challenge' */
  readonly protocol: Protocol;
  /** First images of each split only, ≥ 1; 0 for all. @default 0 */
  readonly limit: number;
}

type Check = (value: unknown) => string | undefined;

interface Key {
  readonly option: keyof Hyperparameters;
  /** The value where none is given; `undefined` makes the key required. */
  readonly default: Hyperparameters[keyof Hyperparameters] | undefined;
  /** What is wrong with a value, as a constraint; undefined where nothing is. */
  readonly check: Check;
}

/** The keys of the command line, of the notebooks' parameters and of `hyperparameters.json`, with their options. */
export const KEYS: Readonly<Record<string, Key>> = {
  network: { option: 'network', default: 'vgg', check: (value) => oneOf(networkNames())(value) },
  name: { option: 'name', default: undefined, check: runName },
  dataset: { option: 'dataset', default: 'auto', check: text },
  path: { option: 'path', default: '', check: text },
  n_epochs: { option: 'epochs', default: 300, check: integer(0) },
  bs: { option: 'batchSize', default: 64, check: integer(1) },
  lr: { option: 'learningRate', default: 0.01, check: number('> 0', (x) => x > 0) },
  drop: { option: 'drop', default: 0.1, check: number('in [0, 1)', (x) => x >= 0 && x < 1) },
  optimizer: { option: 'optimizer', default: 'sgd_nesterov', check: oneOf(OPTIMIZERS) },
  schedule: { option: 'schedule', default: 'plateau', check: oneOf(SCHEDULES) },
  warmup: { option: 'warmup', default: 0, check: number('≥ 0', (x) => x >= 0) },
  momentum: { option: 'momentum', default: 0.9, check: number('in [0, 1)', (x) => x >= 0 && x < 1) },
  weight_decay: { option: 'weightDecay', default: 1e-4, check: number('≥ 0', (x) => x >= 0) },
  augment: { option: 'augment', default: 'full', check: oneOf(Object.keys(AUGMENTATIONS)) },
  precision: { option: 'precision', default: 'auto', check: oneOf(['auto', 'float32', 'mixed']) },
  save_freq: { option: 'saveFrequency', default: 20, check: integer(1) },
  seed: { option: 'seed', default: 0, check: integer(0, 2 ** 31 - 1) },
  protocol: { option: 'protocol', default: 'challenge', check: oneOf(['challenge', 'paper']) },
  limit: { option: 'limit', default: 0, check: integer(0) },
};

/**
 * Fills in the defaults and checks every value.
 * @throws {InputError} that names the key, the value and the constraint
 */
export function hyperparameters(options: Partial<Hyperparameters>): Hyperparameters {
  const complete: Record<string, unknown> = {};
  for (const [key, { option, default: fallback, check }] of Object.entries(KEYS)) {
    const value = options[option] ?? fallback;
    if (value === undefined) throw new InputError(key, 'missing', `give one, as ${key}=my_vgg`);
    const fault = check(value);
    if (fault) throw new InputError(key, value, fault);
    complete[option] = value;
  }
  return complete as unknown as Hyperparameters;
}

/**
 * Options from the texts of a command line; keys that {@link KEYS} lacks are left to the caller.
 * @throws {InputError} for a number that is none
 */
export function fromTexts(values: ReadonlyMap<string, string>): Partial<Hyperparameters> {
  const options: Record<string, unknown> = {};
  for (const [key, text] of values) {
    const known = KEYS[key];
    if (!known) continue;
    const numeric = typeof known.default === 'number' && text.trim() !== '' && !Number.isNaN(Number(text));
    options[known.option] = numeric ? Number(text) : text;
  }
  return options as Partial<Hyperparameters>;
}

/** The split that the best epoch is chosen on, which therefore cannot report it. */
export function selectionSplit(protocol: Protocol): Split {
  return protocol === 'challenge' ? 'PublicTest' : 'PrivateTest';
}

/** The split that stays untouched until the end. */
export function reportSplit(protocol: Protocol): Split {
  return protocol === 'challenge' ? 'PrivateTest' : 'PublicTest';
}

/** The options under the command line's keys, for `hyperparameters.json`. */
export function toKeys(options: Hyperparameters): Record<string, unknown> {
  return Object.fromEntries(Object.entries(KEYS).map(([key, { option }]) => [key, options[option]]));
}

/** The reverse of {@link toKeys}. */
export function fromKeys(values: Readonly<Record<string, unknown>>): Hyperparameters {
  const options = Object.entries(KEYS).map(([key, { option }]) => [option, values[key]]);
  return hyperparameters(Object.fromEntries(options));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? undefined : 'must be text';
}

/** Folders below `outputs/` that hold something else. */
const RESERVED = ['notebooks', 'audit', 'figures'];

function runName(value: unknown): string | undefined {
  if (RESERVED.includes(value as string)) return `must not be ${RESERVED.join(', ')}, which hold something else`;
  const fits = typeof value === 'string' && /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/.test(value);
  return fits ? undefined : 'must be 1–100 letters, digits, ".", "_" or "-", not starting with "." or "-"';
}

function oneOf(names: readonly string[]): Check {
  return (value) => (names.includes(value as string) ? undefined : `must be one of ${names.join(', ')}`);
}

function integer(least: number, most = Number.MAX_SAFE_INTEGER): Check {
  const constraint = most === Number.MAX_SAFE_INTEGER ? `≥ ${least}` : `in [${least}, ${most}]`;
  return (value) => {
    const fits = Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
    return fits ? undefined : `must be an integer ${constraint}`;
  };
}

function number(constraint: string, fits: (x: number) => boolean): Check {
  return (value) =>
    typeof value === 'number' && Number.isFinite(value) && fits(value) ? undefined : `must be a number ${constraint}`;
}
