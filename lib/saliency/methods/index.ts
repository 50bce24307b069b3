import { Kind, type NameOf, records } from '../../core/kind';
import { gradCam } from './gradcam';
import { gradient } from './gradient';
import { inputGradient } from './input-gradient';
import { integratedGradients } from './integrated';
import type { SaliencyMethod } from './method';
import { occlusion } from './occlusion';
import { rise } from './rise';
import { smoothGrad } from './smoothgrad';

/** The saliency methods in the order of figures. A further one is a file and a line here. */
const OURS = {
  gradient,
  input_gradient: inputGradient,
  integrated: integratedGradients,
  smoothgrad: smoothGrad,
  gradcam: gradCam,
  occlusion,
  rise,
} as const satisfies Readonly<Record<string, SaliencyMethod>>;

type Ours = (typeof OURS)[keyof typeof OURS];
type OptionsIn<M> = M extends SaliencyMethod<infer Options> ? Options : never;
type All<U> = (U extends unknown ? (each: U) => void : never) extends (all: infer Together) => void ? Together : never;

/** A saliency method by its name, or by the file of one of your own. */
export type Method = NameOf<keyof typeof OURS>;

/** The options of all methods that come with the project, each used by those that have it. */
export type MethodOptions = All<OptionsIn<Ours>>;

/** Saliency methods: those that come with the project, and the user's own. */
export const methods = new Kind<SaliencyMethod, keyof typeof OURS>({
  key: 'method',
  ours: records<SaliencyMethod, keyof typeof OURS>(OURS),
  is: isMethod,
  what: 'an object { label, heat, passes, sums, options, explain }, as SaliencyMethod says',
});

/** The methods that come with the project, in the order of figures. */
export const METHODS = methods.ours;

/**
 * Makes `method` a saliency method for all that takes one until the process ends.
 * @throws {InputError} for a name that comes with the project, and for a record that lacks something
 */
export function defineMethod<Options extends object>(
  name: string,
  method: SaliencyMethod<Options>,
): SaliencyMethod<Options> {
  methods.define(name, method);
  return method;
}

/** What figures call a method. */
export function labelOf(method: Method): string {
  return methods.get(method).label;
}

/** The methods that figures compare: the project's and those that were defined, and one more if it is a file's. */
export function comparedMethods(chosen: Method): readonly Method[] {
  return [...new Set([...methods.names(), chosen])];
}

function isMethod(value: unknown): value is SaliencyMethod {
  const { label, heat, passes, sums, options, explain } = (value ?? {}) as Partial<Record<string, unknown>>;
  return (
    typeof label === 'string' &&
    ['magnitude', 'positive', 'above'].includes(heat as string) &&
    ['one', 'dozens', 'hundreds'].includes(passes as string) &&
    typeof sums === 'boolean' &&
    typeof options === 'object' &&
    typeof explain === 'function'
  );
}
