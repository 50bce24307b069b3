/** `npm run evaluate -- name=my_vgg split=PrivateTest`: evaluates a run, an import or an ensemble. */
import { relative } from 'node:path';
import { InputError } from '../core/errors';
import { documented } from '../core/help';
import { choice, optional, text } from '../core/keys';
import { EVALUATED_SPLITS, type EvaluatedSplit } from '../data/dataset';
import { VIEWS } from '../data/views';
import { type ClassifierFolder, classifierFolder } from '../evaluation/classifiers/place';
import { type ClassifierSettings, classifierSettings, memberFolders } from '../evaluation/classifiers/settings';
import { crossLines } from '../evaluation/cross/describe-cross';
import type { OtherData } from '../evaluation/cross/evaluate-other';
import { isOwnData } from '../evaluation/cross/own-data';
import {
  accuracyText,
  accuracyWithoutCopies,
  CROSS_NOTE,
  DAGGER_NOTE,
  measured,
  UNKNOWN_NOTE,
} from '../evaluation/describe';
import type { EvaluateOptions, EvaluateResult } from '../evaluation/evaluate';
import { isOptimistic } from '../evaluation/metrics';
import { evaluationFigures } from '../figures/evaluation-figures';
import { counter } from '../terminal/counter';
import { requireRunNetwork } from '../training/own-kinds';
import { command } from './command';
import { ferPlusFor, loadFor } from './images';
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
  const { name, split, views, epoch: checkpoint, copies } = values;
  const folder = classifierFolder(name, values.model_save_dir);
  const members = memberFolders(folder);
  const settings = members.map(classifierSettings);
  settings.forEach(({ run }, i) => {
    if (run) requireRunNetwork(members[i], run);
  });
  const [own] = settings;
  const { dataset } = values;
  const isCross = dataset !== undefined && !isOwnData(own, dataset);
  const progress = { signal, onProgress: counter('images'), onAudit: counter('images compared') };
  const options = { views, checkpoint, copies, ...progress };
  const {
    evaluation,
    predictions,
    before,
    folder: place,
  } = isCross
    ? await evaluateElsewhere(folder, { ...options, dataset, path: values.path, split }, values.ferplus)
    : await evaluateOwn(folder, own, { ...options, split }, values);
  const limit = own.limit > 0 && !isCross ? ` (the run's limit=${own.limit})` : '';
  console.log(measured(evaluation, limit));
  const { labels_only, top2, loss } = evaluation;
  const others = labels_only ? '' : `  top-2 ${(100 * top2).toFixed(2)} %  loss ${loss.toFixed(4)}`;
  console.log(`top-1 ${accuracyText(evaluation)}${others}`);
  for (const line of crossLines(evaluation)) console.log(line);
  const rest = accuracyWithoutCopies(evaluation);
  if (rest) console.log(rest);
  if (isOptimistic(evaluation)) console.log(DAGGER_NOTE);
  if (isCross) console.log(CROSS_NOTE);
  if (evaluation.selected_on === 'unknown') console.log(UNKNOWN_NOTE);
  if (before && measured(before) !== measured(evaluation))
    console.log(`replaces the earlier evaluation: ${measured(before)}`);
  const figures = evaluationFigures({ evaluation, predictions });
  await saveResults({ figures }, { folder: place.figures, signal });
  console.log(`written to ${relative(process.cwd(), place.evaluation)} and ${relative(process.cwd(), place.figures)}`);
});

type Progress = Pick<EvaluateOptions, 'views' | 'checkpoint' | 'copies' | 'signal' | 'onProgress' | 'onAudit'>;

async function evaluateOwn(
  folder: ClassifierFolder,
  { data: place }: ClassifierSettings,
  { split, ...options }: Progress & { readonly split?: EvaluatedSplit },
  { path, ferplus }: { readonly path?: string; readonly ferplus?: string },
): Promise<EvaluateResult> {
  if (split === 'all') throw new InputError('split', split, 'must be used with dataset=, which names another data set');
  const data = await loadFor({ ...place, path: path ?? place.path });
  const { evaluate } = await import('../evaluation/evaluate');
  return evaluate(folder, { ...options, data, split, ferplus: ferPlusFor(data, ferplus) });
}

async function evaluateElsewhere(
  folder: ClassifierFolder,
  options: Progress & OtherData,
  ferplus: string | undefined,
): Promise<EvaluateResult> {
  if (ferplus !== undefined) throw new InputError('ferplus', ferplus, 'must not be given with another data set');
  const { evaluateOther } = await import('../evaluation/cross/evaluate-other');
  return evaluateOther(folder, { ...options, onNotice: console.log });
}
