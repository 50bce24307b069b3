import type { LoadedModel } from './model-file';

/** Formats of models that can be run. */
export type ModelFormat = 'onnx' | 'tfjs';

/** Loads a model of another framework. @throws {InputError} if it is damaged or refused */
export async function loadModel(format: ModelFormat, path: string): Promise<LoadedModel> {
  return format === 'onnx' ? (await import('./onnx')).loadOnnx(path) : (await import('./tfjs')).loadTfjs(path);
}
