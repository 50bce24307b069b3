import { InputError } from '../core/errors';
import { grays, type Inputs } from './inputs';
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
  /** Contribution of each pixel to the target as the method defines it, signed: `[n, size, size]`. */
  readonly values: Float32Array;
  /** Width of the maps, in pixels. */
  readonly size: number;
  /** Each image's target, `[n, classes]`; see `weightsOf`. */
  readonly weights: Float32Array;
  /** The network's logits for the images, `[n, classes]`. */
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
  const chosen = checked(record, options, probe.size, options.own?.[method]);
  const { target = 'predicted', signal, onProgress } = options;
  const images = grays(crops);
  const given = { probe, images, signal, onProgress };
  const largest = target === 'predicted' ? await record.explainLargest?.(given) : undefined;
  const logits = largest?.logits ?? (await logitsOf(probe, images, { signal }));
  const weights = weightsOf(target, crops, logits);
  const values = largest?.values ?? (await record.explain({ ...given, weights, logits }, chosen));
  return { method, values, size: probe.size, weights, logits };
}

/** The network's logits for each image, `[n, size, size]` to `[n, classes]`. */
export async function logitsOf(probe: Probe, images: Float32Array, watched: Watched): Promise<Float32Array> {
  const { area, classes } = probe;
  const n = images.length / area;
  const logits = new Float32Array(n * classes);
  await inBatches(n, watched, (from, to) => {
    logits.set(probe.logits(images.subarray(from * area, to * area)), from * classes);
  });
  return logits;
}

/** The methods that a network supports: Grad-CAM needs a layer whose output has height and width. */
export function methodsFor({ layers }: Pick<Probe, 'layers'>, of: readonly Method[] = methods.names()): Method[] {
  return of.filter((method) => !methods.get(method).needsSpatialLayer || layers.some(isSpatial));
}

/** The options of the method. Options of other methods, which a caller may pass too, must also be valid. */
function checked(
  method: SaliencyMethod,
  options: ExplainOptions,
  size: number,
  own: Readonly<Record<string, unknown>> = {},
): object {
  const given = { ...options };
  for (const other of methods.ours) optionsOf(methods.get(other), given, size);
  const stray = Object.keys(own).find((name) => !Object.hasOwn(method.options, name));
  if (stray !== undefined) {
    const names = Object.keys(method.options).join(', ') || 'none';
    throw new InputError(stray, own[stray], `must be an option of ${method.label}: ${names}`);
  }
  return optionsOf(method, { ...given, ...own }, size);
}
