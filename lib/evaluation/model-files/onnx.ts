import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { InputError } from '../../core/errors';
import { printable } from '../../core/excerpt';
import { statOf } from '../../data/files/disk';
import { chosenOutput, type LoadedModel, MOST_BYTES } from './model-file';
import { inspectOnnx, type OnnxContents } from './onnx-inspection';
import type { Preprocess } from './preprocess';

function inspected(path: string): OnnxContents & { readonly bytes: Buffer } {
  const tooLarge = (size: number) => new InputError(basename(path), `${size} bytes`, 'must be at most 512 MiB');
  const { size } = statOf(path);
  if (size > MOST_BYTES) throw tooLarge(size);
  const bytes = readFileSync(path);
  const contents = inspectOnnx(bytes, path);
  const all = contents.external.reduce((sum, file) => sum + statOf(join(dirname(path), file)).size, size);
  if (all > MOST_BYTES) throw tooLarge(all);
  return { bytes, external: contents.external, parameters: contents.parameters };
}

/**
 * Loads an ONNX model with one input, to run in WebAssembly (onnxruntime).
 * @throws {InputError} as {@link inspectOnnx} does, if its files have more than 512 MiB, and if onnxruntime refuses it
 */
export async function loadOnnx(path: string, preprocess: Preprocess): Promise<LoadedModel> {
  const name = basename(path);
  const { bytes, external, parameters } = inspected(path);
  const externalData = external.map((file) => ({ path: file, data: readFileSync(join(dirname(path), file)) }));
  const session = await tried(name, () => InferenceSession.create(bytes, { externalData, logSeverityLevel: 4 }));
  const { inputNames } = session;
  if (inputNames.length !== 1) throw new InputError(name, `${inputNames.length} inputs`, 'must have one');
  const [input] = session.inputMetadata;
  if (input.isTensor && input.type !== 'float32')
    throw new InputError(name, `an input of ${input.type}`, 'must be float32');
  const [batch] = input.isTensor ? input.shape : [];
  const wanted = chosenOutput(session.outputNames, preprocess, name);
  return {
    layout: 'NCHW',
    files: [name, ...external],
    batch: typeof batch === 'number' && batch > 0 ? batch : undefined,
    parameters,
    run: async (values, shape) => {
      const feeds = { [inputNames[0]]: new Tensor('float32', values, shape) };
      const { [wanted]: output } = await tried(name, () => session.run(feeds, [wanted], { logSeverityLevel: 4 }));
      if (output.type !== 'float32') throw new InputError(name, `outputs of ${output.type}`, 'must be float32');
      return output.data as Float32Array;
    },
    dispose: () => session.release(),
  };
}

async function tried<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // What comes before names functions of onnxruntime and numbers.
    const reason = String((error as Error).message ?? error).replace(
      /^.*(ERROR_MESSAGE|Status Message): |\.\s*$/gs,
      '',
    );
    throw new InputError(name, printable(reason, 160), 'must be a model that onnxruntime runs');
  }
}
