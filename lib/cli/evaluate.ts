/** `npm run evaluate -- name=my_vgg split=PrivateTest`: evaluates a run, an import or an ensemble on a split. */
import { relative } from 'node:path';
import { documented } from '../core/help';
import { choice, optional, text } from '../core/keys';
import { VIEWS } from '../data/views';
import { classifierFolder } from '../evaluation/classifiers/place';
import { classifierSettings, memberFolders } from '../evaluation/classifiers/settings';
import { accuracyText, accuracyWithoutCopies, DAGGER_NOTE, measured, UNKNOWN_NOTE } from '../evaluation/describe';
import { isOptimistic } from '../evaluation/metrics';
import { evaluationFigures } from '../figures/evaluation-figures';
import { counter } from '../terminal/counter';
import { requireRunNetwork } from '../training/own-kinds';
import { command } from './command';
import { ferPlusFor, loadFor } from './images';
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
  const { name, split, views, epoch: checkpoint, copies } = values;
  const folder = classifierFolder(name, values.model_save_dir);
  const members = memberFolders(folder);
  const settings = members.map(classifierSettings);
  settings.forEach(({ run }, i) => {
    if (run) requireRunNetwork(members[i], run);
  });
  const [{ data: place, limit: most }] = settings;
  const data = await loadFor({ ...place, path: values.path ?? place.path });
  const { evaluate } = await import('../evaluation/evaluate');
  const { evaluation, predictions, before } = await evaluate(folder, {
    data,
    split,
    views,
    checkpoint,
    copies,
    ferplus: ferPlusFor(data, values.ferplus),
    signal,
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
