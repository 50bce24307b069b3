/** `npm run import -- FILE name=my_vgg`: imports weights, predictions or a model of another program. */
import { relative } from 'node:path';
import { documented } from '../core/help';
import { choice, integer, type Key, optional, text } from '../core/keys';
import { kindKey } from '../core/kind-key';
import { SIZE, SPLITS } from '../data/dataset';
import { usualInputSize } from '../data/views';
import type { Facts } from '../evaluation/classifiers/classifier-record';
import { SCORES } from '../evaluation/imports/scores';
import { networks } from '../models/registry';
import { shownName } from '../models/weights/names';
import { type ImportedFile, importFile } from '../runs/import-file';
import type { Arguments } from './arguments';
import { command } from './command';
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
  check(value) {
    const names = value as readonly string[];
    const isList =
      names.length > 1 && names.every((name) => name.trim() !== '') && new Set(names).size === names.length;
    return isList ? undefined : 'must be two names or more, each once';
  },
  parse: (given) => given.split(','),
};

const KEYS = documented(__filename, {
  /** Weights of PyTorch or safetensors; predictions as CSV, JSON lines, npy, npz or parquet; an ONNX or tfjs model. */
  file: text(undefined, 'file'),
  ...RUN_KEYS,
  /** Weights: the network that they belong to. */
  network: optional(kindKey(networks, 'vgg'), 'recognised by names and shapes'),
  /** Weights: entry of the file with the state dict, if there are several. */
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
  /** Weights and predictions: the classes in the order of the logits or scores. */
  classes: optional(classes, "weights: FER2013's; predictions: as in the file"),
  /** Weights: width of the images that the network was trained on, in pixels. */
  image_size: optional(integer(SIZE, 1), String(SIZE)),
  /** Weights: width of the network's input, in pixels. */
  input_size: optional(integer(usualInputSize(SIZE), 1), "five sixths of the images'"),
  /** Models: JSON file that describes the model's input (docs/commands.md). */
  preprocess: optional(text(undefined, 'file'), 'whole gray faces, 0–1'),
  /** Predictions and models: splits of the data that the classifier was fitted to. */
  trained_on: optional(trainedOn, 'unknown'),
  /** Predictions and models: split that selected the classifier. */
  selected_on: optional(choice([...SPLITS, 'none', 'unknown'], 'unknown'), 'unknown'),
  /** Predictions and models: other images or labels that the classifier was fitted to, such as AffectNet, or none. */
  extra_data: optional(text(undefined, 'text'), 'unknown'),
  /** Predictions and models: where they come from, such as a program with its version. */
  source: optional(text(undefined, 'text'), 'unknown'),
});

const usage = {
  name: 'import',
  summary:
    'Makes a run of weights from PyTorch, timm or safetensors, or imports predictions or a model of another framework. Nothing in the file is executed.',
  keys: KEYS,
  bare: 'file',
  examples: [
    'vgg.pth name=my_vgg',
    'best.pth name=my_vgg entry=params protocol=paper',
    'ferplus.pth name=eight classes=Neutral,Happy,Surprise,Sad,Angry,Disgust,Fear,Contempt dataset=ferplus',
    'predictions.csv name=deepface dataset=fer2013 split=PrivateTest',
    'model.onnx name=rival preprocess=rival.json',
  ],
};

command(usage, async ({ values, given }, signal) => {
  const { file, ...options } = values;
  const imported = await importFile(file, { ...options, signal, onNotice: console.log });
  for (const line of outcome(imported, given)) console.log(line);
});

/** What was imported, what is unknown about it, and the commands for the next step. */
function outcome(imported: ImportedFile, given: Arguments<typeof KEYS>['given']): string[] {
  const { name } = given;
  const place = relative(process.cwd(), imported.folder.path);
  const named = given.model_save_dir ? `name=${name} model_save_dir=${given.model_save_dir}` : `name=${name}`;
  if (imported.kind === 'weights') {
    const where = imported.entry === '' ? '' : `, from the entry ${shownName(imported.entry)}`;
    return [
      `${imported.network}${where}: imported as a run to ${place}`,
      ...(given.protocol ? [] : [UNKNOWN_SELECTION]),
      `evaluate it: npm run evaluate -- ${named}`,
      `fine-tune it: npm run train -- pretrained=${name} network=${imported.network} name=${name}_tuned`,
    ];
  }
  const notKnown = imported.unknown.length > 0 ? [`not given, so unknown: ${imported.unknown.join(', ')}`] : [];
  if (imported.kind === 'model')
    return [`${imported.format} model: imported to ${place}`, ...notKnown, `evaluate it: npm run evaluate -- ${named}`];
  const { split } = imported;
  return [
    `predictions of ${split}: imported to ${place}`,
    ...notKnown,
    `evaluate them: npm run evaluate -- ${named} split=${split}`,
  ];
}

const UNKNOWN_SELECTION =
  'which split selected the weights is unknown (protocol=paper means PrivateTest, as in the original study; challenge means PublicTest)';
