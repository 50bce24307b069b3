import { documented } from '../core/help';
import { choice, type Key, optional, text } from '../core/keys';
import { SPLITS } from '../data/dataset';
import { classifierName } from '../evaluation/classifiers/classifier-folder';
import { runName } from '../training/run-name';

/** Best, last, or an epoch with a checkpoint. */
const weights: Key<'best' | 'last' | number> = {
  default: 'best',
  values: () => 'best, last, an epoch',
  check: (value) =>
    value === 'best' || value === 'last' || (Number.isSafeInteger(value) && (value as number) >= 0)
      ? undefined
      : 'must be best, last or an integer ≥ 0',
  parse: (given) => (/^\d+$/.test(given) ? Number(given) : given),
};

/** Keys that identify a run, for all commands. */
export const RUN_KEYS = documented(__filename, {
  /** Name of the run and of its folder in outputs/. */
  name: runName('my_vgg'),
  /** Folder of the run. */
  model_save_dir: optional(text(undefined, 'folder'), 'outputs/NAME'),
});

/** The keys that name a run, an import or an ensemble to the commands that take any of them. */
export const CLASSIFIER_KEYS = documented(__filename, {
  /** Name of a run or an import, and of its folder below outputs/; a,b,c is the ensemble of a, b and c. */
  name: classifierName,
  model_save_dir: RUN_KEYS.model_save_dir,
});

/** The keys of commands that read a run's images. */
export const IMAGE_KEYS = documented(__filename, {
  /** Current path of the run's data. */
  path: optional(text(undefined, 'path'), 'its path during training'),
  /** Split to use. */
  split: optional(choice(SPLITS, 'PrivateTest'), "the protocol's report split"),
});

/** Keys that select a run's weights. */
export const WEIGHTS_KEYS = documented(__filename, {
  /** Weights to use: of the best epoch, the last ones, or of an epoch with a checkpoint. */
  epoch: weights,
});

/** The key that selects evaluations on another data set. */
export const CROSS_KEYS = documented(__filename, {
  /** Data set whose evaluations to use. */
  dataset: optional(text(undefined, 'name or folder'), "the run's own"),
});
