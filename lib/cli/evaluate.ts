/** `npm run evaluate -- name=my_vgg split=PrivateTest`: evaluates a run, an import or an ensemble on a split. */
import { relative, resolve } from 'node:path';
import { ROOT } from '../core/files';
import { documented } from '../core/help';
import { choice, optional, text } from '../core/keys';
import { loadFerPlus } from '../data/ferplus';
import { VIEWS } from '../data/views';
import { accuracyText, accuracyWithoutCopies, DAGGER_NOTE, measured, UNKNOWN_NOTE } from '../evaluation/describe';
import { isOptimistic } from '../evaluation/metrics';
import { evaluationFigures } from '../figures/evaluation-figures';
import { openClassifier } from '../runs/classifier';
import { counter } from '../terminal/counter';
import { command } from './command';
import { CLASSIFIER_KEYS, IMAGE_KEYS, WEIGHTS_KEYS } from './run-keys';
import { saveResults } from './save';

const KEYS = documented(__filename, {
  ...CLASSIFIER_KEYS,
  ...IMAGE_KEYS,
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
  examples: ['name=my_vgg', 'name=my_vgg split=PublicTest views=center epoch=last', 'name=a,b,c'],
};

command(usage, async ({ values }, signal) => {
  const { name, split, views, epoch: checkpoint, copies, path } = values;
  const classifier = openClassifier(name, { folder: values.model_save_dir, path, onNotice: console.log });
  const { folder, limit: most } = classifier;
  const { evaluation, predictions, before } = await classifier.evaluate({
    ...{ split, views, checkpoint, copies, signal },
    ferplus: values.ferplus === undefined ? undefined : loadFerPlus(resolve(ROOT, values.ferplus)),
    onProgress: counter('images'),
    onAudit: counter('images compared'),
  });
  const limit = most > 0 ? ` (the run's limit=${most})` : '';
  console.log(measured(evaluation, limit));
  const { labels_only, top2, loss } = evaluation;
  const others = labels_only ? '' : `  top-2 ${(100 * top2).toFixed(2)} %  loss ${loss.toFixed(4)}`;
  console.log(`top-1 ${accuracyText(evaluation)}${others}`);
  const rest = accuracyWithoutCopies(evaluation);
  if (rest) console.log(rest);
  if (isOptimistic(evaluation)) console.log(DAGGER_NOTE);
  if (evaluation.selected_on === 'unknown') console.log(UNKNOWN_NOTE);
  if (before && measured(before) !== measured(evaluation))
    console.log(`replaces the earlier evaluation: ${measured(before)}`);
  const figures = evaluationFigures({ evaluation, predictions });
  await saveResults({ figures }, { folder: folder.figures, signal });
  console.log(
    `written to ${relative(process.cwd(), folder.evaluation)} and ${relative(process.cwd(), folder.figures)}`,
  );
});
