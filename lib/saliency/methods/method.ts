import { InputError } from '../../core/errors';
import type { Key } from '../../core/keys';
import type { Question } from './question';

/** An option of a method: its default and its check. A `Key` has both. */
export type MethodOption<Value = unknown> = Pick<Key<Value>, 'default' | 'check'> & Partial<Key<Value>>;

/** A saliency method: all that explanations, checks, figures and commands need to know. */
export interface SaliencyMethod<Options extends object = object> {
  /** Its label in figures. */
  readonly label: string;
  /** Definition of heat: a value's magnitude, its positive part, or its height above the map's minimum. */
  readonly heat: 'magnitude' | 'positive' | 'above';
  /**
   * Default number of passes through the network per image. It decides which checks include the method: with one pass
   * all, with dozens all except randomisation, with hundreds none.
   */
  readonly passes: 'one' | 'dozens' | 'hundreds';
  /** Whether values should sum to the target of the image minus that of the baseline. */
  readonly sums: boolean;
  /** Whether the method needs a layer whose output has height and width. @default false */
  readonly needsSpatialLayer?: boolean;
  readonly options: { readonly [K in keyof Options]-?: MethodOption<NonNullable<Options[K]>> };
  /**
   * Checks options against each other, and against the width of the network's input if it is known.
   * @throws {InputError}
   */
  validate?(options: Required<Options>, size?: number): void;
  /** Contribution of each pixel to the target, signed, `[n, size, size]`. @throws {InputError} for an unknown layer */
  explain(question: Question, options: Required<Options>): Promise<Float32Array>;
  /** The same for each image's largest logit, with the logits `[n, classes]`, if one pass computes both. */
  explainLargest?(
    question: Omit<Question, 'weights' | 'logits'>,
  ): Promise<{ values: Float32Array; logits: Float32Array }>;
}

/** The options of a method, by name. */
export function specifiedOptions({ options }: SaliencyMethod): [name: string, option: MethodOption][] {
  return Object.entries(options as Readonly<Record<string, MethodOption>>);
}

/**
 * A method's options with its defaults.
 * @param size width of the network's input, if it is known
 * @throws {InputError} for an invalid value
 */
export function optionsOf(method: SaliencyMethod, given: Readonly<Record<string, unknown>>, size?: number): object {
  const specified = specifiedOptions(method);
  const options = Object.fromEntries(specified.map(([name, option]) => [name, given[name] ?? option.default]));
  for (const [name, { check }] of specified) {
    const fault = check(options[name]);
    if (fault) throw new InputError(name, options[name], fault);
  }
  method.validate?.(options, size);
  return options;
}
