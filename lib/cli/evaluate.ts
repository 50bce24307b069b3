/** `npm run evaluate -- name=my_vgg split=PrivateTest`: evaluates a run, an import or an ensemble. */
import { relative, resolve } from 'node:path';
import { ROOT } from '../core/files';
import { documented } from '../core/help';
import { choice, optional, text } from '../core/keys';
import { EVALUATED_SPLITS } from '../data/dataset';
import { loadFerPlus } from '../data/ferplus';
import { VIEWS } from '../data/views';
import { crossLines } from '../evaluation/cross/describe-cross';
import {
  accuracyText,
  accuracyWithoutCopies,
  CROSS_NOTE,
  DAGGER_NOTE,
  measured,
  UNKNOWN_NOTE,
} from '../evaluation/describe';
import { isOptimistic } from '../evaluation/metrics';
import { evaluationFigures } from '../figures/evaluation-figures';
import { openClassifier } from '../runs/classifier';
import { counter } from '../terminal/counter';
import { command } from './command';
import { CLASSIFIER_KEYS, WEIGHTS_KEYS } from './run-keys';
import { saveResults } from './save';

const KEYS = documented(__filename, {
  ...CLASSIFIER_KEYS,
  /** Data set to evaluate on; images and classes of another one are matched with those of the network. */
  dataset: optional(text(undefined, 'name or folder'), "the run's own"),
  /** Current path of the data. */
  path: optional(text(undefined, 'path'), 'its path during training, or datasets/'),
  /** Split to use; all images only of another data set. */
  split: optional(
    choice(EVALUATED_SPLITS, 'PrivateTest'),
    "the protocol's report split, or the other data's test split",
  ),
  ...WEIGHTS_KEYS,
  /** Views of each image whose logits are averaged: the center crop, that and its mirror image, or ten crops. */
  views: choice(VIEWS, 'ten'),
  /**
   * Copies of training images that the second accuracy omits: those with the same pixels, or any copy of a photograph.
   */
  copies: choice(['exact', 'near'], 'exact'),
  /** FER+'s fer2013new.csv, for the accuracy by annotators' agreement. */
  ferplus: optional(text(undefined, 'file'), 'the installed one'),
});

const usage = {
  name: 'evaluate',
  summary:
    'Evaluates a run, imported predictions or an ensemble on a split: accuracy with its interval, metrics, predictions and figures.',
  keys: KEYS,
  examples: [
    'name=my_vgg',
    'name=my_vgg split=PublicTest views=center epoch=last',
    'name=a,b,c',
    'name=my_vgg dataset=ckplus',
  ],
};

command(usage, async ({ values }, signal) => {
  const { name, dataset, path, split, views, epoch, copies } = values;
  const classifier = openClassifier(name, { model_save_dir: values.model_save_dir, onNotice: console.log });
  const { evaluation, predictions, before, folder } = await classifier.evaluate({
    ...{ dataset, path, split, views, epoch, copies, signal },
    ferplus: values.ferplus === undefined ? undefined : loadFerPlus(resolve(ROOT, values.ferplus)),
    onProgress: counter('images'),
    onAudit: counter('images compared'),
  });
  const limit = classifier.limit > 0 && !evaluation.cross ? ` (the run's limit=${classifier.limit})` : '';
  console.log(measured(evaluation, limit));
  const { labels_only, top2, loss } = evaluation;
  const others = labels_only ? '' : `  top-2 ${(100 * top2).toFixed(2)} %  loss ${loss.toFixed(4)}`;
  console.log(`top-1 ${accuracyText(evaluation)}${others}`);
  for (const line of crossLines(evaluation)) console.log(line);
  const rest = accuracyWithoutCopies(evaluation);
  if (rest) console.log(rest);
  if (isOptimistic(evaluation)) console.log(DAGGER_NOTE);
  if (evaluation.cross) console.log(CROSS_NOTE);
  if (evaluation.selected_on === 'unknown') console.log(UNKNOWN_NOTE);
  if (before && measured(before) !== measured(evaluation))
    console.log(`replaces the earlier evaluation: ${measured(before)}`);
  const figures = evaluationFigures({ evaluation, predictions });
  await saveResults({ figures }, { folder: folder.figures, signal });
  console.log(
    `written to ${relative(process.cwd(), folder.evaluation)} and ${relative(process.cwd(), folder.figures)}`,
  );
});
