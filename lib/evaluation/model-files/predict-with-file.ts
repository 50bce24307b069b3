import { setImmediate } from 'node:timers/promises';
import { InputError } from '../../core/errors';
import { count, type Dataset } from '../../data/dataset';
import { labelNames } from '../../data/forms/labels';
import type { WatchOptions } from '../classifiers/opened-classifier';
import { probabilitiesOf } from '../imports/scores';
import type { Predictions } from '../metrics';
import { inputsOf } from './inputs';
import type { LoadedModel } from './model-file';
import { modelClasses, type Preprocess } from './preprocess';

/** Faces per batch, unless the model has a fixed batch size. */
const BATCH = 64;

/**
 * Class probabilities of some faces by a model of another framework, one view per face.
 *
 * @param name of the model, for messages
 * @throws {InputError} if the model does not take such inputs, or its outputs are not what `preprocess` says
 */
export async function predictWithFile(
  model: LoadedModel,
  name: string,
  preprocess: Preprocess,
  data: Dataset,
  { signal, onProgress }: WatchOptions = {},
): Promise<Predictions> {
  const n = count(data);
  const { classes, outputs: places } = modelClasses(preprocess, labelNames(data.classes));
  const width = classes.length;
  const layout = preprocess.layout ?? model.layout;
  const scores: Float32Array[] = [];
  const batch = model.batch ?? BATCH;
  for (let from = 0; from < n; from += batch) {
    signal?.throwIfAborted();
    const to = Math.min(n, from + batch);
    const pixels = data.size ** 2;
    const taken = model.batch ?? to - from;
    const faces = new Uint8Array(taken * pixels); // black ones fill up a batch of fixed size
    faces.set(data.images.subarray(from * pixels, to * pixels));
    const { values, shape } = inputsOf(faces, data.size, { ...preprocess, layout });
    const outputs = await model.run(values, shape);
    if (outputs.length !== taken * width)
      throw new InputError(name, `${outputs.length / taken} outputs per face`, `must be ${width}, one per class`);
    for (let i = 0; i < to - from; i++) {
      const row = outputs.subarray(i * width, (i + 1) * width);
      scores.push(Float32Array.from(places, (output) => row[output]));
    }
    onProgress?.(to, n);
    await setImmediate(); // so that an interrupt is noticed
  }
  const table = { n, scores, place: (i: number) => `${name}, face ${i}`, ignored: [] };
  const rows = Array.from({ length: n }, (_, i) => i);
  const kind = preprocess.output === 'logits' ? 'logits' : 'probabilities';
  const advice = (other: string) => `set "output": "${other}" in the preprocess file`;
  return {
    classes,
    labels: data.labels,
    probabilities: probabilitiesOf(table, rows, width, kind, advice),
  };
}
