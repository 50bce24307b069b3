import { documented } from '../core/help';
import { choice, type Key, optional, text } from '../core/keys';
import { SPLITS } from '../data/dataset';
import { classifierName } from '../evaluation/classifiers/place';
import { runName } from '../training/run-name';

/** Best, last, or an epoch whose checkpoint was kept. */
const weights: Key<'best' | 'last' | number> = {
  default: 'best',
  values: () => 'best, last, an epoch',
  check: (value) =>
    value === 'best' || value === 'last' || (Number.isSafeInteger(value) && (value as number) >= 0)
      ? undefined
      : 'must be best, last or an integer ≥ 0',
  parse: (given) => (/^\d+$/.test(given) ? Number(given) : given),
};

/** The keys that name a run to every command. */
export const RUN_KEYS = documented(__filename, {
  /** Name of the run, and of its folder below outputs/. */
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
  /** Where the run's data is now. */
  path: optional(text(undefined, 'path'), 'where it was during training'),
  /** Split to use. */
  split: optional(choice(SPLITS, 'PrivateTest'), "the protocol's report split"),
});

/** Which weights of a run a command uses. */
export const WEIGHTS_KEYS = documented(__filename, {
  /** Weights: those of the best epoch, the last ones, or those of an epoch whose checkpoint was kept. */
  epoch: weights,
});
