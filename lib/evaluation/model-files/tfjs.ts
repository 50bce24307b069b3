import { readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import { statOf } from '../../data/files/disk';
import { type Tensor, tf } from '../../runtime';
import { chosenOutput, isFileIn, type LoadedModel, MOST_BYTES } from './model-file';
import type { Preprocess } from './preprocess';

interface ModelJson {
  readonly format?: string | null;
  readonly modelTopology: object;
  readonly weightsManifest?: readonly { readonly paths: readonly string[]; readonly weights: readonly object[] }[];
  readonly signature?: object;
}

/** Whether JSON is the description of a tfjs model. */
export function isTfjsModel(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'modelTopology' in json;
}

/**
 * The files of a tfjs model, beside its JSON file.
 * @throws {InputError} if the JSON is damaged, or a file is missing, outside the folder, or too large
 */
function filesOf(path: string): string[] {
  const { weightsManifest = [] } = readModelJson(path);
  const files = weightsManifest.flatMap(({ paths }) => paths);
  let bytes = statOf(path).size;
  for (const file of files) {
    if (typeof file !== 'string' || file !== basename(normalize(file)))
      throw new InputError(basename(path), `weights ${excerpt(String(file))}`, 'must be a file beside it');
    bytes += statOf(join(dirname(path), file)).size;
    if (!isFileIn(dirname(path), file))
      throw new InputError(basename(path), `weights ${excerpt(file)}`, 'must be a file beside it');
  }
  if (bytes > MOST_BYTES) throw new InputError(basename(path), `${bytes} bytes`, 'must be at most 512 MiB');
  return [basename(path), ...files];
}

/**
 * Loads a graph or layers model of tfjs from its files.
 * @throws {InputError} if the JSON is damaged, a file is missing, outside the folder or too large, and for an operation
 *   or layer that tfjs does not know
 */
export async function loadTfjs(path: string, preprocess: Preprocess): Promise<LoadedModel> {
  const name = basename(path);
  const json = readModelJson(path);
  const files = filesOf(path);
  const weightData = Buffer.concat(files.slice(1).map((file) => readFileSync(join(dirname(path), file))));
  const artifacts = {
    modelTopology: json.modelTopology,
    weightSpecs: (json.weightsManifest ?? []).flatMap(({ weights }) => weights) as never,
    weightData: new Uint8Array(weightData).buffer,
    signature: json.signature,
  };
  const handler = { load: async () => artifacts };
  const isGraph = json.format === 'graph-model' || 'node' in json.modelTopology;
  const predict = isGraph ? await graphModel(handler, preprocess, name) : await layersModel(handler, preprocess, name);
  return {
    layout: 'NHWC',
    files,
    batch: predict.batch,
    parameters: countOf(json),
    run: async (values, shape) => {
      const outputs = tried(name, () => tf.tidy(() => predict.run(tf.tensor(values, [...shape]))));
      try {
        return (await outputs.data()) as Float32Array;
      } finally {
        outputs.dispose();
      }
    },
    dispose: predict.dispose,
  };
}

type Handler = Parameters<typeof tf.loadGraphModel>[0];

async function graphModel(handler: Handler, preprocess: Preprocess, name: string) {
  const model = await loaded(name, () => tf.loadGraphModel(handler));
  const names = model.outputNodes.map((node) => node.replace(/:0$/, ''));
  const output = chosenOutput(names, preprocess, name);
  return {
    batch: batchIn(model.inputs[0]?.shape),
    run: (input: Tensor) => model.execute(input, output) as Tensor,
    dispose: () => model.dispose(),
  };
}

async function layersModel(handler: Handler, preprocess: Preprocess, name: string) {
  const model = await loaded(name, () => tf.loadLayersModel(handler as Parameters<typeof tf.loadLayersModel>[0]));
  // A sequential model names no outputs; it has one.
  const names = model.outputNames.length > 0 ? model.outputNames : model.outputs.map((output) => output.name);
  const output = names.indexOf(chosenOutput(names, preprocess, name));
  return {
    batch: batchIn(model.inputs[0]?.shape),
    run: (input: Tensor) => [model.predict(input)].flat()[output],
    dispose: () => {
      model.dispose();
    },
  };
}

/** The first size of an input's shape; undefined if it is open (null or −1). */
function batchIn(shape: readonly (number | null)[] | undefined): number | undefined {
  const size = shape?.[0] ?? -1;
  return size > 0 ? size : undefined;
}

async function loaded<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unusable(name, error as Error);
  }
}

function tried<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unusable(name, error as Error);
  }
}

function unusable(name: string, { message }: Error): InputError {
  return new InputError(name, excerpt(message), 'must be a model that tfjs can run on these faces');
}

/** Number of weights that are floats. */
function countOf({ weightsManifest = [] }: ModelJson): number {
  const weights = weightsManifest.flatMap((group) => group.weights) as { shape: readonly number[]; dtype: string }[];
  return weights
    .filter(({ dtype }) => dtype === 'float32')
    .reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
}

function readModelJson(path: string): ModelJson {
  const text = readFileSync(path, 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InputError(basename(path), 'damaged', 'must be JSON');
  }
  if (!isTfjsModel(json)) throw new InputError(basename(path), 'no modelTopology', 'must be the JSON of a tfjs model');
  return json as ModelJson;
}
