import { type Key, optional } from '../core/keys';
import type { ExplainSettings } from '../saliency/explain';
import { type Method, methods } from '../saliency/methods';
import { type MethodOption, optionsOf, specifiedOptions } from '../saliency/methods/method';

/**
 * The keys for the options of the method that the arguments choose, except `known` ones. The method may be the user's.
 */
export function methodKeys(argv: readonly string[], known: object): Readonly<Record<string, Key<unknown>>> {
  const given = argv.find((argument) => argument.startsWith('method='))?.slice('method='.length);
  const name = given === undefined || methods.check(given) !== undefined ? 'gradient' : given;
  const specified = specifiedOptions(methods.get(name)).filter(([key]) => !Object.hasOwn(known, key));
  return Object.fromEntries(specified.map(([key, option]) => [key, asKey(option)]));
}

/** The key for an option of a method. @param otherwise describes its default */
export function methodKey(method: Method, name: string, otherwise?: string): Key<unknown> {
  const [, option] = specifiedOptions(methods.get(method)).find(([key]) => key === name)!;
  return asKey(option, otherwise);
}

/**
 * The options in the given arguments; those of a user-defined method under its name.
 * @throws {InputError} for an invalid value of an option of the method
 */
export function givenOptions(method: Method, given: Readonly<Record<string, unknown>>): ExplainSettings {
  const { layer, masks } = given;
  const names = specifiedOptions(methods.get(method)).map(([key]) => key);
  const own = Object.fromEntries(Object.entries(given).filter(([key]) => names.includes(key)));
  optionsOf(methods.get(method), own);
  const isBuiltIn = methods.origin(method) === 'project';
  return { layer, masks, ...(isBuiltIn ? own : { own: { [method]: own } }) } as ExplainSettings;
}

/** An optional key for a method's option; text becomes a number if the default is one. */
function asKey(option: MethodOption, otherwise = `${option.default}`): Key<unknown> {
  const isNumber = typeof option.default === 'number';
  const parse = (given: string) =>
    isNumber && given.trim() !== '' && !Number.isNaN(Number(given)) ? Number(given) : given;
  return optional({ values: () => (isNumber ? 'number' : 'text'), parse, ...option }, otherwise);
}
