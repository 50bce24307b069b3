import type { LoadedModel } from './model-file';
import type { Preprocess } from './preprocess';

/** Formats of models that can be run. */
export type ModelFormat = 'onnx' | 'tfjs';

/** Loads a model of another framework. @throws {InputError} if it is damaged or refused */
export async function loadModel(format: ModelFormat, path: string, preprocess: Preprocess): Promise<LoadedModel> {
  if (format === 'onnx') return (await import('./onnx')).loadOnnx(path, preprocess);
  return (await import('./tfjs')).loadTfjs(path, preprocess);
}
