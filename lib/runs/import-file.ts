import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from '../core/errors';
import { ROOT } from '../core/files';
import type { Split } from '../data/dataset';
import { load } from '../data/load-dataset';
import { type Facts, findRecord } from '../evaluation/classifiers/classifier-record';
import { type PredictionFormat, predictionFormat } from '../evaluation/imports/read-prediction-table';
import type { ScoreKind } from '../evaluation/imports/scores';
import type { ModelFormat } from '../evaluation/model-files/load-model';
import { modelFormat } from '../evaluation/model-files/model-format';
import { readWeights } from '../models/weights/read-weights';
import type { Protocol } from '../training/hyperparameters';
import { type RunFolder, runFolder } from '../training/run-folder';

/** Options of every import. */
interface SharedOptions {
  /** Name of the run or classifier, and of its folder below `outputs/`. */
  readonly name: string;
  /** Folder instead of `outputs/NAME`. */
  readonly model_save_dir?: string;
  /** Data set to evaluate on. @default 'auto' */
  readonly dataset?: string;
  /** File, archive or folder with the data. @default the data set's folder */
  readonly path?: string;
  /** Weights and predictions: classes in the order of the scores. @default FER2013's; of predictions, as the file says */
  readonly classes?: readonly string[];
  /** Stops before anything is written by throwing the signal's reason. */
  readonly signal?: AbortSignal;
  /** Receives a line for everything that was read about the data, assumed or left out. */
  readonly onNotice?: (line: string) => void;
}

interface WeightsOptions {
  /** The network that the weights belong to. @default recognised by names and shapes */
  readonly network?: string;
  /** Entry of the file that contains the state dict. @default the only one */
  readonly entry?: string;
  /** Protocol by which the weights were selected. @default unknown */
  readonly protocol?: Protocol;
  /** Width of the images that the network was trained on, in pixels. @default 48 */
  readonly image_size?: number;
  /** Width of the network's input, in pixels. @default five sixths of the images' */
  readonly input_size?: number;
}

interface PredictionsOptions {
  /** The split whose images were predicted. @default 'PrivateTest' */
  readonly split?: Split;
  /** Kind of the scores. @default 'probabilities' */
  readonly scores?: ScoreKind;
}

interface ModelOptions {
  /** JSON file that describes the model's input, relative to the project's root. @default whole gray faces, 0–1 */
  readonly preprocess?: string;
}

/** Options of {@link importFile}; those that do not apply to the file must not be given. */
export interface ImportFileOptions
  extends SharedOptions,
    WeightsOptions,
    PredictionsOptions,
    ModelOptions,
    Partial<Facts> {}

/** The content of an imported file. */
export type ImportedFile = { readonly folder: RunFolder } & (
  | { readonly kind: 'weights'; readonly network: string; readonly entry: string }
  | { readonly kind: 'predictions'; readonly split: Split; readonly unknown: readonly (keyof Facts)[] }
  | { readonly kind: 'model'; readonly format: ModelFormat; readonly unknown: readonly (keyof Facts)[] }
);

/** Facts about imported predictions and models, which are unknown unless given. */
const FACTS = ['trained_on', 'selected_on', 'extra_data', 'source'] as const satisfies (keyof Facts)[];
const WEIGHTS_ONLY = [
  'network',
  'entry',
  'protocol',
  'image_size',
  'input_size',
] as const satisfies (keyof WeightsOptions)[];
const PREDICTIONS_ONLY = ['split', 'scores'] as const satisfies (keyof PredictionsOptions)[];
const MODELS_ONLY = ['preprocess'] as const satisfies (keyof ModelOptions)[];

/**
 * Imports a file from elsewhere, recognised by its content: weights of PyTorch, timm or safetensors become a run;
 * predictions, and ONNX and tfjs models, become classifiers that are evaluated, reported and compared as runs are.
 *
 * @param file path relative to the project's root
 * @throws {InputError} for an unreadable file, an option that does not apply to it, and a name that is taken; then
 *   nothing is written
 * @example
 * await importFile('predictions.csv', { name: 'deepface', dataset: 'fer2013', split: 'PrivateTest' });
 */
export async function importFile(file: string, options: ImportFileOptions): Promise<ImportedFile> {
  const path = resolve(ROOT, file);
  if (!existsSync(path)) throw new InputError('file', file, 'must be a file');
  const model = modelFormat(path);
  if (model) return importModelFile(path, model, options);
  const predictions = await predictionFormat(path);
  return predictions ? importPredictionFile(path, predictions, options) : importWeights(path, options);
}

async function importWeights(path: string, options: ImportFileOptions): Promise<ImportedFile> {
  refuse(options, [...PREDICTIONS_ONLY, ...MODELS_ONLY, ...FACTS], 'weights');
  const { name, network, entry, dataset, protocol, classes, signal, model_save_dir } = options;
  const weights = await readWeights(path, entry);
  // TensorFlow loads here, after most errors that the user can fix.
  const { importRun } = await import('../training/import-run');
  signal?.throwIfAborted();
  const shape = { classes, size: options.image_size, input_size: options.input_size };
  const given = { name, network, dataset, path: options.path, protocol, model_save_dir, ...shape };
  const { folder, options: settings } = await importRun(weights, given);
  return { kind: 'weights', folder, network: settings.network, entry: weights.entry };
}

async function importPredictionFile(
  path: string,
  format: PredictionFormat,
  options: ImportFileOptions,
): Promise<ImportedFile> {
  refuse(options, [...WEIGHTS_ONLY, ...MODELS_ONLY], 'predictions');
  const { split = 'PrivateTest', scores, classes, onNotice } = options;
  const { folder, ...shared } = await placed(options);
  const { importPredictions } = await import('../evaluation/imports/import-predictions');
  const given = { ...shared, split, scores, classes };
  for (const notice of await importPredictions(folder, path, format, given)) onNotice?.(notice);
  return { kind: 'predictions', folder, split, unknown: unknownFacts(folder) };
}

async function importModelFile(path: string, format: ModelFormat, options: ImportFileOptions): Promise<ImportedFile> {
  refuse(options, [...WEIGHTS_ONLY, ...PREDICTIONS_ONLY, 'classes'], 'a model');
  const { folder, ...shared } = await placed(options);
  const preprocess = options.preprocess && resolve(ROOT, options.preprocess);
  const { importModel } = await import('../evaluation/model-files/import-model');
  await importModel(folder, path, format, { ...shared, preprocess });
  return { kind: 'model', folder, format, unknown: unknownFacts(folder) };
}

/** The folder of a classifier, its data, and the known facts about it. */
async function placed(options: ImportFileOptions) {
  const { name, model_save_dir, dataset = 'auto', path = '', signal, onNotice, ...others } = options;
  const place = { dataset, path, seed: 0 };
  const known = FACTS.filter((fact) => others[fact] !== undefined).map((fact) => [fact, others[fact]]);
  const facts: Partial<Facts> = Object.fromEntries(known);
  const data = await load({ ...place, onNotice });
  return { name, place, facts, folder: runFolder(name, model_save_dir), data, signal };
}

/** What the record of an import does not know: what was neither given nor said by an evaluation beside the file. */
function unknownFacts(folder: RunFolder): (keyof Facts)[] {
  const record = findRecord(folder);
  return record && record.kind !== 'ensemble' ? FACTS.filter((fact) => record.facts[fact] === 'unknown') : [];
}

/** @throws {InputError} for an option that does not apply to the content of the file */
function refuse(options: ImportFileOptions, keys: readonly (keyof ImportFileOptions)[], content: string): void {
  const stray = keys.find((key) => options[key] !== undefined);
  if (stray) throw new InputError(stray, options[stray], `must not be given: the file contains ${content}`);
}
