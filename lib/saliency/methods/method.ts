import { InputError } from '../../core/errors';
import type { Key } from '../../core/keys';
import type { Question } from './question';

/** An option of a method: its default, and what is wrong with a value. A key has both. */
export type MethodOption<Value = unknown> = Pick<Key<Value>, 'default' | 'check'> & Partial<Key<Value>>;

/** A way to ask which pixels a decision rests on: all that explanations, checks, figures and commands need to know. */
export interface SaliencyMethod<Options extends object = object> {
  /** What figures call it. */
  readonly label: string;
  /** What heat is: a value's magnitude, whatever its sign; its positive part; or its height above the map's lowest value. */
  readonly heat: 'magnitude' | 'positive' | 'above';
  /**
   * Passes through the network an image, by default. One: it is repeated for every layer of the randomisation check.
   * Dozens: it is checked otherwise. Hundreds: figures show it without checks.
   */
  readonly passes: 'one' | 'dozens' | 'hundreds';
  /** Whether values are meant to sum to the target of the image less that of the baseline. */
  readonly sums: boolean;
  /** Whether it needs a layer whose output has height and width. @default false */
  readonly needsSpatialLayer?: boolean;
  readonly options: { readonly [K in keyof Options]-?: MethodOption<NonNullable<Options[K]>> };
  /**
   * Checks options against each other, and against the width of the network's input if it is known.
   * @throws {InputError}
   */
  validate?(options: Required<Options>, size?: number): void;
  /** What each pixel counts for the target, signed, `[n, size, size]`. @throws {InputError} for a layer that is not there */
  explain(question: Question, options: Required<Options>): Promise<Float32Array>;
  /** The same for each image's largest logit, with the logits `[n, classes]`, if one pass gives both. */
  explainLargest?(
    question: Omit<Question, 'weights' | 'logits'>,
  ): Promise<{ values: Float32Array; logits: Float32Array }>;
}

/** The options that a method takes, by name. */
export function specifiedOptions({ options }: SaliencyMethod): [name: string, option: MethodOption][] {
  return Object.entries(options as Readonly<Record<string, MethodOption>>);
}

/**
 * A method's options with its defaults.
 * @param size width of the network's input, if it is known
 * @throws {InputError} for one out of range
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
