import { documented } from '../core/help';
import { choice, complete, integer, type Keys, number, onlyKnown, picked, text, type ValuesOf } from '../core/keys';
import { kindKey } from '../core/kind-key';
import { augmentations, CROPS } from '../data/augment/augmentations';
import { networks } from '../models/registry';
import { losses } from './losses';
import { optimizers } from './optimizers';
import { RECIPES, type Recipe, valuesOf } from './recipes';
import { runName } from './run-name';
import { schedules } from './schedules';
import { selectionMetrics } from './selection-metrics';

const fraction = (fallback: number) => number(fallback, 'in [0, 1)', (x) => x >= 0 && x < 1);
const nonNegative = (fallback: number) => number(fallback, '≥ 0', (x) => x >= 0);

const RECIPE_NAMES = Object.keys(RECIPES) as Recipe[];

/**
 * The hyperparameters of a training. One name each: on the command line, in notebooks, in TypeScript, in search spaces
 * and in `hyperparameters.json`. The comment above a key is its line of help everywhere.
 */
export const HYPERPARAMETERS = documented(__filename, {
  /** Recipe: defaults of the other keys. paper (the study's), fast (minutes on a CPU), or best (hours on a CPU). */
  recipe: choice(RECIPE_NAMES, 'paper'),
  /** Network to train. */
  network: kindKey(networks, 'vgg'),
  /** Name of the run, and of its folder below outputs/. */
  name: runName('my_vgg'),
  /**
   * Data set: auto (FER2013 if installed, else drawn faces), fer2013, ferplus, ckplus, rafdb, affectnet, faces, or a
   * folder.
   */
  dataset: text('auto', 'name or folder'),
  /** File, archive or folder with the data; empty for the data set's place below datasets/. */
  path: text('', 'path'),
  /** Number of classes, for data sets that have variants (ckplus and affectnet: 7 or 8); 0 for the usual number. */
  classes: integer(0, 0),
  /** Width that images of another size are resized to, in pixels; 0 for the data set's own width, 48. */
  image_size: integer(0, 0),
  /** Share of validation images (PublicTest), if the data has none. */
  val: fraction(0.1),
  /** Share of test images (PrivateTest), if the data names no splits. */
  test: fraction(0.1),
  /** Seed of these random splits. */
  split_seed: integer(0, 0, 2 ** 31 - 1),
  /** Epochs: passes over the training split. */
  n_epochs: integer(300, 0),
  /** Batch size: images per step. */
  bs: integer(64, 1),
  /** Whether an epoch keeps or drops a last batch that is smaller than bs. */
  last_batch: choice(['keep', 'drop'], 'keep'),
  /** Initial learning rate; with schedule=onecycle, the highest. */
  lr: number(0.01, '> 0', (x) => x > 0),
  /** Dropout rate. */
  drop: fraction(0.1),
  /** Optimizer, with PyTorch's semantics and defaults. */
  optimizer: kindKey(optimizers, 'sgd_nesterov'),
  /** Learning-rate schedule, with the original study's settings. */
  schedule: kindKey(schedules, 'plateau'),
  /** Loss that is minimised and validated. */
  loss: kindKey(losses, 'cross_entropy'),
  /** Epochs over which the learning rate rises linearly from 0. */
  warmup: nonNegative(0),
  /** Momentum of SGD and β₁ of the Adam family; varied by schedule=onecycle, unless SGD has 0. */
  momentum: fraction(0.9),
  /** Weight decay: factor of the L2 penalty; with adamw and muon, decoupled from the gradient. */
  weight_decay: nonNegative(1e-4),
  /** Parameters that weight decay applies to: all, or kernels only (no biases, scales and offsets). */
  decay_on: choice(['all', 'kernels'], 'all'),
  /** Maximum norm of the gradient of all parameters together; 0 does not clip. */
  clip_norm: nonNegative(0),
  /**
   * Decay of the exponential moving average of the weights, such as 0.999; the average is validated and saved. 0 for
   * none.
   */
  ema: fraction(0),
  /** Augmentation: full (the original study's), mild, or crops (crop and mirror only). */
  augment: kindKey(augmentations, 'full'),
  /** Crops of each image per step: one at random, or all ten. */
  crops: choice(CROPS, 'random'),
  /** Share of each label that is spread evenly over the classes. */
  label_smoothing: fraction(0),
  /** Mixup: α of the Beta(α, α) distribution of the mixing share; 0 for none. */
  mixup: number(0, 'in [0, 4]', (x) => x >= 0 && x <= 4),
  /** CutMix: α of the Beta(α, α) distribution of the share that is kept; 0 for none. */
  cutmix: number(0, 'in [0, 4]', (x) => x >= 0 && x <= 4),
  /** Training targets: the given labels, or the distribution of FER+'s votes. */
  labels: choice(['given', 'ferplus'], 'given'),
  /** Weights of the classes in the loss: none, or balanced (inversely proportional to their frequency). */
  class_weights: choice(['none', 'balanced'], 'none'),
  /** Sampling of an epoch's images: uniform (each once), or balanced (every class equally often, with replacement). */
  sampling: choice(['uniform', 'balanced'], 'uniform'),
  /** Validation metric that selects the best epoch: accuracy, balanced accuracy, or macro F1. */
  select_on: kindKey(selectionMetrics, 'accuracy'),
  /** Splits to fit: training, or for a final fine-tuning also the selection split. */
  fit: choice(['training', 'training+validation'], 'training'),
  /** Run (name or folder) whose best weights are the initial weights; empty for random initial weights. */
  pretrained: text('', 'run'),
  /** Width of the network's input, in pixels; 0 for five sixths of the image's, such as 40 for 48. */
  input_size: integer(0, 0),
  /** Number format of activations; auto selects the fastest one on this machine. */
  precision: choice(['auto', 'float32', 'mixed', 'float16'], 'auto'),
  /** Epochs between checkpoints that are kept. */
  save_freq: integer(20, 1),
  /** Number of these checkpoints to keep besides best and last; 0 for all. */
  keep: integer(0, 0),
  /** Log of the epochs besides history.csv: none (csv), or TensorBoard event files. */
  logger: choice(['csv', 'tensorboard'], 'csv'),
  /** Seed of initial weights, shuffling, augmentation, dropout and drawn faces. */
  seed: integer(0, 0, 2 ** 31 - 1),
  /** Protocol: challenge (select on PublicTest, report PrivateTest), or paper (the reverse, as the original study). */
  protocol: choice(['challenge', 'paper'], 'challenge'),
  /** Use the first images of each split only; 0 for all. */
  limit: integer(0, 0),
});

/** The table by names that need not be known. */
export const KEYS: Keys = HYPERPARAMETERS;

/** All hyperparameters of a run. Equal values give equal weights on the same data, versions and device. */
export interface Hyperparameters extends ValuesOf<typeof HYPERPARAMETERS> {}
/** Some hyperparameters; the others have their defaults. */
export interface Settings extends Partial<Hyperparameters> {}
export type KeyName = keyof Hyperparameters;
/** Whether selection uses PublicTest (`challenge`) or, as the original study does, PrivateTest (`paper`). */
export type Protocol = Hyperparameters['protocol'];

/** Keys that decide where a run is stored and what it writes, not its numbers. */
export const INCIDENTAL: readonly string[] = ['name', 'path', 'save_freq', 'keep', 'logger'];

/** How hyperparameters are checked. */
export interface CheckOptions {
  /**
   * Whether they are those of an existing run or study. Its network, optimizer or the like may be one that only another
   * process knows, which is reported when it is needed.
   * @default false
   */
  readonly stored?: boolean;
  /** A network that may be unknown to this process, since the run's folder describes it. @default none */
  readonly described?: string;
}

/**
 * Fills in the defaults, the recipe's first, and checks every value.
 * @throws {InputError} for an unknown key, or that names the key, the value and the constraint
 */
export function hyperparameters(given: Partial<Hyperparameters>, checks: CheckOptions = {}): Hyperparameters {
  onlyKnown(HYPERPARAMETERS, given);
  const checked = Object.fromEntries(
    Object.entries(KEYS).map(([name, key]) => [name, { ...key, check: checkOf(name, checks) }]),
  ) as typeof HYPERPARAMETERS;
  const values = Object.entries(complete(checked, { ...valuesOf(given.recipe), ...defined(given) }));
  return Object.fromEntries(
    values.map(([name, value]) => [name, KEYS[name].kind?.properName(value as string) ?? value]),
  ) as unknown as Hyperparameters;
}

function defined<T extends object>(given: T): Partial<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** Hyperparameters from a stored record, whose other entries are ignored. @throws {InputError} for an invalid value */
export function storedHyperparameters(record: Readonly<Record<string, unknown>>): Hyperparameters {
  return hyperparameters(picked(HYPERPARAMETERS, record), { stored: true });
}

const anyText = text(undefined, 'name');

/** The check of a key's value. */
export function checkOf(
  name: string,
  { stored = false, described }: CheckOptions = {},
): (value: unknown) => string | undefined {
  const { check, kind } = KEYS[name];
  if (kind && stored) return anyText.check;
  return (value) => (name === 'network' && described !== undefined && value === described ? undefined : check(value));
}
