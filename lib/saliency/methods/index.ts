import { Kind, type NameOf, records } from '../../core/kind';
import { gradCam } from './gradcam';
import { gradient } from './gradient';
import { inputGradient } from './input-gradient';
import { integratedGradients } from './integrated';
import type { SaliencyMethod } from './method';
import { occlusion } from './occlusion';
import { rise } from './rise';
import { smoothGrad } from './smoothgrad';

/** Saliency methods in the order of figures. To add one, add a file and a line here. */
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

/** The name of a saliency method, or the path of a user-defined one. */
export type Method = NameOf<keyof typeof OURS>;

/** Options of all built-in methods; each method uses its own. */
export type MethodOptions = All<OptionsIn<Ours>>;

/** Saliency methods: built-in ones and the user's own. */
export const methods = new Kind<SaliencyMethod, keyof typeof OURS>({
  key: 'method',
  ours: records<SaliencyMethod, keyof typeof OURS>(OURS),
  is: isMethod,
  what: 'an object { label, heat, passes, sums, options, explain }; see SaliencyMethod',
});

/** Built-in methods, in the order of figures. */
export const METHODS = methods.ours;

/**
 * Registers a saliency method under a name until the process ends.
 * @throws {InputError} for a built-in name, and for an incomplete record
 */
export function defineMethod<Options extends object>(
  name: string,
  method: SaliencyMethod<Options>,
): SaliencyMethod<Options> {
  methods.define(name, method);
  return method;
}

/** A method's label in figures. */
export function labelOf(method: Method): string {
  return methods.get(method).label;
}

/**
 * The methods that figures compare: built-in ones, those defined in this process, and the chosen one if it is from a
 * file.
 */
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
