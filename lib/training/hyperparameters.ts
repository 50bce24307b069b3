import type { Kind } from '../core/kind';
import { type Augmentation, augmentations, CROPS, type Crops } from '../data/augment/options';
import type { Split } from '../data/dataset';
import type { Views } from '../data/views';
import { InputError } from '../errors';
import { type NetworkName, networks } from '../models/registry';
import { type Check, integer, number, oneOf, runName, text } from './checks';
import { type LossName, losses } from './losses';
import { type OptimizerName, optimizers } from './optimizers';
import { type ScheduleName, schedules } from './schedules';

export type DecayOn = 'all' | 'kernels';

/** Whether selection keeps to PublicTest (`challenge`) or, as the original study does, to PrivateTest (`paper`). */
export type Protocol = 'challenge' | 'paper';

/** What decides a run: with the same data, the same versions and the same device, equal values give the same weights. */
export interface Hyperparameters {
  /**
   * `vgg`, `efficientnet` (or `efn`), `efficientnet_b0`, a name that `defineNetwork` gave, or the path of a file that
   * exports a network, from the project's root on. Optimizer, schedule, loss and augmentation likewise.
   * @default 'vgg'
   */
  readonly network: NetworkName;
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
  /** Whether an epoch ends with the images that fill no batch, or leaves them out. @default 'keep' */
  readonly lastBatch: 'keep' | 'drop';
  /** Initial learning rate, > 0. @default 0.01 */
  readonly learningRate: number;
  /** Dropout rate, in [0, 1). @default 0.1 */
  readonly drop: number;
  /** @default 'sgd_nesterov' */
  readonly optimizer: OptimizerName;
  /** @default 'plateau' */
  readonly schedule: ScheduleName;
  /** What is minimised and validated. @default 'cross_entropy' */
  readonly loss: LossName;
  /** Epochs over which the rate rises to the schedule's, ≥ 0. @default 0 */
  readonly warmup: number;
  /** Of SGD, and β₁ of Adam and its kin, in [0, 1). The one-cycle schedule moves it; not where SGD has none. @default 0.9 */
  readonly momentum: number;
  /** L2 penalty's factor, ≥ 0. @default 1e-4 */
  readonly weightDecay: number;
  /** What the penalty is on: all parameters, as in PyTorch, or kernels alone, not biases and scales. @default 'all' */
  readonly decayOn: DecayOn;
  /** Longest that the gradient of all parameters together may be, ≥ 0; 0 leaves it. @default 0 */
  readonly clipNorm: number;
  /**
   * Weight of the old value in the running mean of the weights that is validated and saved in their place, in [0, 1);
   * 0 keeps none. It rises to this value over the first steps. @default 0
   */
  readonly ema: number;
  /** Random changes to the training images: the original study’s, smaller ones, or only a crop and the mirror. @default 'full' */
  readonly augment: Augmentation;
  /** One random crop of each image a step, or all ten, as the original study trains and tests. @default 'random' */
  readonly crops: Crops;
  /** Share of each label that is spread evenly over the emotions, in [0, 1). @default 0 */
  readonly labelSmoothing: number;
  /** Blends images and labels in pairs by shares from Beta(α, α) with this α, in [0, 4]; 0 does not. @default 0 */
  readonly mixup: number;
  /** Pastes rectangles of one image into another, their share from Beta(α, α) likewise. @default 0 */
  readonly cutmix: number;
  /** What the network learns: the data's labels, or the share of FER+'s votes. @default 'given' */
  readonly labels: 'given' | 'ferplus';
  /** What it learns from: the training split, or for a last fine-tuning the selection split as well. @default 'training' */
  readonly fit: 'training' | 'training+validation';
  /** The run whose best weights it starts from, by its name or its folder's path; empty for random ones. @default '' */
  readonly pretrained: string;
  /** `auto` takes the type that this machine multiplies fastest; see `precision.ts`. @default 'auto' */
  readonly precision: 'auto' | 'float32' | 'mixed' | 'float16';
  /** Epochs between checkpoints that are kept, ≥ 1. @default 20 */
  readonly saveFrequency: number;
  /** How many of these are kept, the latest; 0 for all. @default 0 */
  readonly keep: number;
  /** `tensorboard` writes event files beside `history.csv`. @default 'csv' */
  readonly logger: 'csv' | 'tensorboard';
  /** Of weights, shuffling, augmentation, dropout and drawn faces: an integer in [0, 2³¹). @default 0 */
  readonly seed: number;
  /** @default 'challenge' */
  readonly protocol: Protocol;
  /** First images of each split only, ≥ 1; 0 for all. @default 0 */
  readonly limit: number;
}

interface Key {
  readonly option: keyof Hyperparameters;
  /** The value where none is given; `undefined` makes the key required. */
  readonly default: Hyperparameters[keyof Hyperparameters] | undefined;
  readonly check: Check;
  /** What the key takes one of, for a key of which users can bring their own. */
  readonly kind?: Kind<unknown>;
}

/** The keys of the command line, of the notebooks' parameters and of `hyperparameters.json`, with their options. */
export const KEYS: Readonly<Record<string, Key>> = {
  network: { option: 'network', default: 'vgg', check: text, kind: networks },
  name: { option: 'name', default: undefined, check: runName },
  dataset: { option: 'dataset', default: 'auto', check: text },
  path: { option: 'path', default: '', check: text },
  n_epochs: { option: 'epochs', default: 300, check: integer(0) },
  bs: { option: 'batchSize', default: 64, check: integer(1) },
  last_batch: { option: 'lastBatch', default: 'keep', check: oneOf(['keep', 'drop']) },
  lr: { option: 'learningRate', default: 0.01, check: number('> 0', (x) => x > 0) },
  drop: { option: 'drop', default: 0.1, check: number('in [0, 1)', (x) => x >= 0 && x < 1) },
  optimizer: { option: 'optimizer', default: 'sgd_nesterov', check: text, kind: optimizers },
  schedule: { option: 'schedule', default: 'plateau', check: text, kind: schedules },
  loss: { option: 'loss', default: 'cross_entropy', check: text, kind: losses },
  warmup: { option: 'warmup', default: 0, check: number('≥ 0', (x) => x >= 0) },
  momentum: { option: 'momentum', default: 0.9, check: number('in [0, 1)', (x) => x >= 0 && x < 1) },
  weight_decay: { option: 'weightDecay', default: 1e-4, check: number('≥ 0', (x) => x >= 0) },
  decay_on: { option: 'decayOn', default: 'all', check: oneOf(['all', 'kernels']) },
  clip_norm: { option: 'clipNorm', default: 0, check: number('≥ 0', (x) => x >= 0) },
  ema: { option: 'ema', default: 0, check: number('in [0, 1)', (x) => x >= 0 && x < 1) },
  augment: { option: 'augment', default: 'full', check: text, kind: augmentations },
  crops: { option: 'crops', default: 'random', check: oneOf(CROPS) },
  label_smoothing: { option: 'labelSmoothing', default: 0, check: number('in [0, 1)', (x) => x >= 0 && x < 1) },
  mixup: { option: 'mixup', default: 0, check: number('in [0, 4]', (x) => x >= 0 && x <= 4) },
  cutmix: { option: 'cutmix', default: 0, check: number('in [0, 4]', (x) => x >= 0 && x <= 4) },
  labels: { option: 'labels', default: 'given', check: oneOf(['given', 'ferplus']) },
  fit: { option: 'fit', default: 'training', check: oneOf(['training', 'training+validation']) },
  pretrained: { option: 'pretrained', default: '', check: text },
  precision: { option: 'precision', default: 'auto', check: oneOf(['auto', 'float32', 'mixed', 'float16']) },
  save_freq: { option: 'saveFrequency', default: 20, check: integer(1) },
  keep: { option: 'keep', default: 0, check: integer(0) },
  logger: { option: 'logger', default: 'csv', check: oneOf(['csv', 'tensorboard']) },
  seed: { option: 'seed', default: 0, check: integer(0, 2 ** 31 - 1) },
  protocol: { option: 'protocol', default: 'challenge', check: oneOf(['challenge', 'paper']) },
  limit: { option: 'limit', default: 0, check: integer(0) },
};

/** How settings are checked. */
export interface CheckOptions {
  /**
   * Whether the settings are those of a run or study that exists. Its network, optimizer or the like may be one that only
   * another process knows, which is said where it is needed.
   * @default false
   */
  readonly stored?: boolean;
  /** A network that may be unknown to this process, since the run's folder describes it. @default none */
  readonly described?: string;
}

/**
 * Fills in the defaults and checks every value.
 * @throws {InputError} that names the key, the value and the constraint
 */
export function hyperparameters(options: Partial<Hyperparameters>, checks: CheckOptions = {}): Hyperparameters {
  const complete: Record<string, unknown> = {};
  for (const [key, { option, default: fallback, kind }] of Object.entries(KEYS)) {
    const value = options[option] ?? fallback;
    if (value === undefined) throw new InputError(key, 'missing', `give one, as ${key}=my_vgg`);
    const fault = checkOf(key, checks)(value);
    if (fault) throw new InputError(key, value, fault);
    complete[option] = kind ? kind.properName(value as string) : value;
  }
  return complete as unknown as Hyperparameters;
}

/** The check of a key's value. */
export function checkOf(key: string, { stored = false, described }: CheckOptions = {}): Check {
  const { check, kind } = KEYS[key];
  if (!kind || stored) return check;
  return (value) => check(value) ?? (key === 'network' && value === described ? undefined : kind.check(value));
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

/** The splits that the network is fitted to. */
export function fittedSplits({ fit, protocol }: Hyperparameters): Split[] {
  return fit === 'training' ? ['Training'] : ['Training', selectionSplit(protocol)];
}

/** The views of an image that an epoch is judged by: the study's ten where it trains on ten, else the middle one. */
export function validationViews({ crops }: Hyperparameters): Views {
  return crops === 'ten' ? 'ten' : 'center';
}

/** Keys that decide where a run lies and what it leaves, not its numbers. */
export const INCIDENTAL: readonly string[] = ['name', 'path', 'save_freq', 'keep', 'logger'];

/** The options under the command line's keys, for `hyperparameters.json`. */
export function toKeys(options: Hyperparameters): Record<string, unknown> {
  return Object.fromEntries(Object.entries(KEYS).map(([key, { option }]) => [key, options[option]]));
}

/** The reverse of {@link toKeys}, for settings of a run or study that exists. */
export function fromKeys(values: Readonly<Record<string, unknown>>): Hyperparameters {
  const options = Object.entries(KEYS).map(([key, { option }]) => [option, values[key]]);
  return hyperparameters(Object.fromEntries(options), { stored: true });
}
