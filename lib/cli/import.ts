/** `npm run import -- FILE name=my_vgg`: weights or predictions from elsewhere become a run or something like it. */
import { relative, resolve } from 'node:path';
import { InputError } from '../core/errors';
import { ROOT } from '../core/files';
import { documented } from '../core/help';
import { choice, type Key, optional, text } from '../core/keys';
import { kindKey } from '../core/kind-key';
import { SPLITS, type Split } from '../data/dataset';
import type { Facts } from '../evaluation/classifiers/record';
import { type PredictionFormat, predictionFormat } from '../evaluation/imports/read';
import { SCORES } from '../evaluation/imports/scores';
import type { ModelFormat } from '../evaluation/model-files/load';
import { modelFormat } from '../evaluation/model-files/recognise';
import { networks } from '../models/registry';
import { shownName } from '../models/weights/names';
import { readWeights } from '../models/weights/read';
import type { ImportOptions } from '../training/import-run';
import { runFolder } from '../training/run-folder';
import type { Arguments } from './arguments';
import { command } from './command';
import { loadFor } from './images';
import { RUN_KEYS } from './run-keys';

/** Splits, separated by commas, or a word for what they are not. */
const trainedOn: Key<Facts['trained_on']> = {
  default: undefined,
  values: () => `some of ${SPLITS.join(', ')}; other for other data only; unknown`,
  check(value) {
    const isSplits = Array.isArray(value) && value.every((split) => (SPLITS as readonly string[]).includes(split));
    return isSplits || value === 'other' || value === 'unknown'
      ? undefined
      : `must be some of ${SPLITS.join(',')}, or other, or unknown`;
  },
  parse: (given) => (given === 'other' || given === 'unknown' ? given : given.split(',')),
};

const classes: Key<readonly string[]> = {
  default: undefined,
  values: () => 'names, separated by commas',
  check: () => undefined, // checked against the data
  parse: (given) => given.split(','),
};

const KEYS = documented(__filename, {
  /** Weights of PyTorch or safetensors; predictions as CSV, JSON lines, npy, npz or parquet; an ONNX or tfjs model. */
  file: text(undefined, 'file'),
  ...RUN_KEYS,
  /** Weights: the network that they belong to. */
  network: optional(kindKey(networks, 'vgg'), 'recognised by names and shapes'),
  /** Weights: entry of the file that holds the state dict, if it holds several. */
  entry: optional(text(undefined, 'name'), 'the only one'),
  /** Data set to evaluate on. */
  dataset: text('auto', 'name or folder'),
  /** File, archive or folder with the data. */
  path: text('', 'path'),
  /** Weights: protocol by which they were selected: challenge (PublicTest) or paper (PrivateTest). */
  protocol: optional(choice(['challenge', 'paper'], 'challenge'), 'unknown'),
  /** Predictions: the split whose images were predicted. */
  split: optional(choice(SPLITS, 'PrivateTest'), 'PrivateTest'),
  /** Predictions: what the scores are; logits includes log-probabilities. */
  scores: optional(choice(SCORES, 'probabilities'), 'probabilities'),
  /** Predictions: the classes in the order of the scores. */
  classes: optional(classes, 'as the file names them'),
  /** Models: JSON file that says how the model takes faces (docs/commands.md). */
  preprocess: optional(text(undefined, 'file'), 'whole gray faces, 0–1'),
  /** Predictions and models: splits of the data that the classifier was fitted to. */
  trained_on: optional(trainedOn, 'unknown'),
  /** Predictions and models: split that selected the classifier. */
  selected_on: optional(choice([...SPLITS, 'none', 'unknown'], 'unknown'), 'unknown'),
  /** Predictions and models: other images or labels that it was fitted to, as none or AffectNet. */
  extra_data: optional(text(undefined, 'text'), 'unknown'),
  /** Predictions and models: where they come from, as a program with its version. */
  source: optional(text(undefined, 'text'), 'unknown'),
});

const WEIGHTS_ONLY = ['network', 'entry', 'protocol'] as const;
const FACTS = ['trained_on', 'selected_on', 'extra_data', 'source'] as const;
const PREDICTIONS_ONLY = ['split', 'scores', 'classes'] as const;
const MODELS_ONLY = ['preprocess'] as const;

const usage = {
  name: 'import',
  summary:
    'Makes a run of weights from PyTorch, timm or safetensors, or imports predictions or a model of another framework. Nothing in the file is executed.',
  keys: KEYS,
  bare: 'file',
  examples: [
    'vgg.pth name=my_vgg',
    'best.pth name=my_vgg entry=params protocol=paper',
    'predictions.csv name=deepface dataset=fer2013 split=PrivateTest',
    'model.onnx name=rival preprocess=rival.json',
  ],
};

command(usage, async (given) => {
  const path = resolve(ROOT, given.values.file);
  const model = modelFormat(path);
  const predictions = model ? undefined : await predictionFormat(path);
  if (model) await importModelFile(path, model, given);
  else if (predictions) await importPredictionFile(path, predictions, given);
  else await importWeights(path, given);
});

type Given = Arguments<typeof KEYS>;

async function importWeights(path: string, { values, given }: Given): Promise<void> {
  refuseKeys(given, [...PREDICTIONS_ONLY, ...MODELS_ONLY, ...FACTS], 'weights');
  const { name, network, entry, dataset, protocol } = values;
  const options: ImportOptions = {
    ...{ name, network, dataset, path: values.path, protocol },
    modelSaveDir: values.model_save_dir,
  };
  const weights = await readWeights(path, entry);
  // TensorFlow loads here, after most errors that the user can fix.
  const { importRun } = await import('../training/import-run');
  const { folder, options: settings } = await importRun(weights, options);
  const where = weights.entry === '' ? '' : `, from the entry ${shownName(weights.entry)}`;
  console.log(`${settings.network}${where}: imported as a run to ${relative(process.cwd(), folder.path)}`);
  if (!protocol) {
    const others = 'protocol=paper means PrivateTest, as in the original study; challenge means PublicTest';
    console.log(`which split selected the weights is unknown (${others})`);
  }
  console.log(`evaluate it: npm run evaluate -- name=${name}`);
  console.log(`fine-tune it: npm run train -- pretrained=${name} network=${settings.network} name=${name}_tuned`);
}

async function importPredictionFile(path: string, format: PredictionFormat, { values, given }: Given): Promise<void> {
  refuseKeys(given, [...WEIGHTS_ONLY, ...MODELS_ONLY], 'predictions');
  const { name, dataset, scores } = values;
  const split: Split = values.split ?? 'PrivateTest';
  const folder = runFolder(name, values.model_save_dir);
  const place = { dataset, path: values.path, seed: 0 };
  const data = await loadFor(place);
  const { importPredictions } = await import('../evaluation/imports/import-predictions');
  const options = { name, data, place, split, scores, classes: values.classes, facts: factsIn(given) };
  for (const notice of await importPredictions(folder, path, format, options)) console.log(notice);
  console.log(`predictions of ${split}: imported to ${relative(process.cwd(), folder.path)}`);
  printUnknown(given);
  console.log(`evaluate them: npm run evaluate -- name=${name} split=${split}`);
}

async function importModelFile(path: string, format: ModelFormat, { values, given }: Given): Promise<void> {
  refuseKeys(given, [...WEIGHTS_ONLY, ...PREDICTIONS_ONLY], 'a model');
  const { name, dataset } = values;
  const folder = runFolder(name, values.model_save_dir);
  const place = { dataset, path: values.path, seed: 0 };
  const preprocess = values.preprocess && resolve(ROOT, values.preprocess);
  const data = await loadFor(place);
  const { importModel } = await import('../evaluation/model-files/import-model');
  await importModel(folder, path, format, { name, data, place, preprocess, facts: factsIn(given) });
  console.log(`${format} model: imported to ${relative(process.cwd(), folder.path)}`);
  printUnknown(given);
  console.log(`evaluate it: npm run evaluate -- name=${name}`);
}

function printUnknown(given: Given['given']): void {
  const unknown = FACTS.filter((key) => !(key in given));
  if (unknown.length > 0) console.log(`not given, so unknown unless imported before: ${unknown.join(', ')}`);
}

function factsIn(given: Given['given']): Partial<Facts> {
  return Object.fromEntries(FACTS.flatMap((key) => (key in given ? [[key, given[key]]] : [])));
}

/** @throws {InputError} for a key that has no meaning for what the file holds */
function refuseKeys(given: Given['given'], keys: readonly (keyof typeof KEYS)[], what: string): void {
  const stray = keys.find((key) => key in given);
  if (stray) throw new InputError(stray, given[stray], `must not be given: the file holds ${what}`);
}
