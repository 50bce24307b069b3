import { EMOTIONS } from '../data/dataset';
import { InputError } from '../errors';
import { CROP_PIXELS, type Crops, grays } from './crops';
import { type GradCamOptions, gradCam } from './methods/gradcam';
import { gradient } from './methods/gradient';
import { type IntegratedOptions, integratedGradients } from './methods/integrated';
import { METHODS, type Method } from './methods/names';
import { type OcclusionOptions, occlusion } from './methods/occlusion';
import type { Question } from './methods/question';
import { type RiseOptions, rise } from './methods/rise';
import { type SmoothGradOptions, smoothGrad } from './methods/smoothgrad';
import { isSpatial, type Probe } from './probe';
import { inBatches, type Watched } from './sweep';
import { type Target, weightsOf } from './targets';

export interface ExplainOptions
  extends Watched,
    IntegratedOptions,
    SmoothGradOptions,
    GradCamOptions,
    OcclusionOptions,
    RiseOptions {
  /** What is explained. @default 'predicted' */
  readonly target?: Target;
}

/** The options of the methods. */
export type ExplainSettings = Omit<ExplainOptions, 'target' | 'signal' | 'onProgress'>;

/** What a method says of some images. */
export interface Explanation {
  readonly method: Method;
  /** What each pixel counts for the target, as the method defines it, signed: `[n, 40, 40]`. */
  readonly values: Float32Array;
  /** Each image's target, `[n, 7]`; see {@link weightsOf}. */
  readonly weights: Float32Array;
  /** What the network says of the images, `[n, 7]`. */
  readonly logits: Float32Array;
}

/**
 * Asks one method about each image.
 *
 * @throws {InputError} for an option out of range, and for a layer that is not there
 */
export async function explain(
  probe: Probe,
  crops: Crops,
  method: Method,
  options: ExplainOptions = {},
): Promise<Explanation> {
  check(options);
  const { target = 'predicted' } = options;
  const { signal, onProgress } = options;
  const images = grays(crops);
  const given = { probe, images, signal, onProgress };
  // The gradient of the largest logit comes with the logits: one pass for both.
  const largest = method === 'gradient' && target === 'predicted' ? await gradient(given) : undefined;
  const logits = largest?.logits ?? (await logitsOf(probe, images, { signal }));
  const weights = weightsOf(target, crops.labels, logits);
  const values = largest?.gradients ?? (await ASK[method]({ ...given, weights, logits }, options));
  return { method, values, weights, logits };
}

/** What the network says of each image, `[n, 40, 40]` to `[n, 7]`. */
export async function logitsOf(probe: Probe, images: Float32Array, watched: Watched): Promise<Float32Array> {
  const n = images.length / CROP_PIXELS;
  const logits = new Float32Array(n * EMOTIONS.length);
  await inBatches(n, watched, (from, to) => {
    logits.set(probe.logits(images.subarray(from * CROP_PIXELS, to * CROP_PIXELS)), from * EMOTIONS.length);
  });
  return logits;
}

/** Those of `methods` that a network can be explained by: Grad-CAM needs a layer whose output has height and width. */
export function methodsFor({ layers }: Probe, methods: readonly Method[] = METHODS): Method[] {
  return methods.filter((method) => method !== 'gradcam' || layers.some(isSpatial));
}

const ASK: Readonly<Record<Method, (question: Question, options: ExplainOptions) => Promise<Float32Array>>> = {
  gradient: async (question) => (await gradient(question, question.weights)).gradients,
  input_gradient: async (question) => {
    const { gradients } = await gradient(question, question.weights);
    return gradients.map((slope, k) => slope * question.images[k]);
  },
  integrated: integratedGradients,
  smoothgrad: smoothGrad,
  gradcam: gradCam,
  occlusion,
  rise,
};

function check({
  steps = 1,
  samples = 1,
  masks = 1,
  cells = 1,
  window = 1,
  stride = 1,
  ...rest
}: ExplainOptions): void {
  for (const [name, value] of Object.entries({ steps, samples, masks, cells, window, stride })) {
    if (!Number.isInteger(value) || value < 1) throw new InputError(name, value, 'must be an integer ≥ 1');
  }
  const { noise = 0, baseline = 0, shown = 0.5 } = rest;
  if (window > 40) throw new InputError('window', window, 'must be at most 40');
  if (stride > window) throw new InputError('stride', stride, `must be at most the window, ${window}`);
  if (!(noise >= 0)) throw new InputError('noise', noise, 'must be ≥ 0');
  if (!(baseline >= 0 && baseline <= 1)) throw new InputError('baseline', baseline, 'must be in [0, 1]');
  if (!(shown > 0 && shown < 1)) throw new InputError('shown', shown, 'must be in (0, 1)');
}
