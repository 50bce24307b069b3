import { InputError } from '../core/errors';
import { EMOTIONS } from '../data/dataset';
import { CROP_PIXELS, grays, type Inputs } from './inputs';
import { isSpatial } from './layer-output';
import { type Method, type MethodOptions, methods } from './methods';
import { optionsOf, type SaliencyMethod } from './methods/method';
import type { Probe } from './probe';
import { inBatches, type Watched } from './sweep';
import { type Target, weightsOf } from './target-weights';

/** Options of {@link explain}. */
export interface ExplainOptions extends Watched, MethodOptions {
  /** The target to explain. @default 'predicted' */
  readonly target?: Target;
  /** Options of user-defined methods: `{ './my_method.ts': { radius: 3 } }`. @default their defaults */
  readonly own?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Options of the methods. */
export type ExplainSettings = Omit<ExplainOptions, 'target' | 'signal' | 'onProgress'>;

/** A method's result for some images. */
export interface Explanation {
  readonly method: Method;
  /** Contribution of each pixel to the target as the method defines it, signed: `[n, 40, 40]`. */
  readonly values: Float32Array;
  /** Each image's target, `[n, 7]`; see `weightsOf`. */
  readonly weights: Float32Array;
  /** The network's logits for the images, `[n, 7]`. */
  readonly logits: Float32Array;
}

/**
 * Explains each image with one method.
 *
 * @throws {InputError} for an unknown method, an option out of range, and an unknown layer
 */
export async function explain(
  probe: Probe,
  crops: Inputs,
  method: Method,
  options: ExplainOptions = {},
): Promise<Explanation> {
  const record = methods.get(method);
  const chosen = checked(record, options, options.own?.[method]);
  const { target = 'predicted', signal, onProgress } = options;
  const images = grays(crops);
  const given = { probe, images, signal, onProgress };
  const largest = target === 'predicted' ? await record.explainLargest?.(given) : undefined;
  const logits = largest?.logits ?? (await logitsOf(probe, images, { signal }));
  const weights = weightsOf(target, crops.labels, logits);
  const values = largest?.values ?? (await record.explain({ ...given, weights, logits }, chosen));
  return { method, values, weights, logits };
}

/** The network's logits for each image, `[n, 40, 40]` to `[n, 7]`. */
export async function logitsOf(probe: Probe, images: Float32Array, watched: Watched): Promise<Float32Array> {
  const n = images.length / CROP_PIXELS;
  const logits = new Float32Array(n * EMOTIONS.length);
  await inBatches(n, watched, (from, to) => {
    logits.set(probe.logits(images.subarray(from * CROP_PIXELS, to * CROP_PIXELS)), from * EMOTIONS.length);
  });
  return logits;
}

/** The methods that a network supports: Grad-CAM needs a layer whose output has height and width. */
export function methodsFor({ layers }: Pick<Probe, 'layers'>, of: readonly Method[] = methods.names()): Method[] {
  return of.filter((method) => !methods.get(method).needsSpatialLayer || layers.some(isSpatial));
}

/** The options of the method. Options of other methods, which a caller may pass too, must also be valid. */
function checked(method: SaliencyMethod, options: ExplainOptions, own: Readonly<Record<string, unknown>> = {}): object {
  const given = { ...options };
  for (const other of methods.ours) optionsOf(methods.get(other), given);
  const stray = Object.keys(own).find((name) => !Object.hasOwn(method.options, name));
  if (stray !== undefined) {
    const names = Object.keys(method.options).join(', ') || 'none';
    throw new InputError(stray, own[stray], `must be an option of ${method.label}: ${names}`);
  }
  return optionsOf(method, { ...given, ...own });
}
