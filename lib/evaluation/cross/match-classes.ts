import { canonicalClass } from '../../data/class-names';

/**
 * The network's class for each class of other data: the one of the same name in any case, else a synonym, such as `Happy`
 * for `happiness`; undefined if the network knows none. No two classes of the data have the same class.
 */
export function matchClasses(data: readonly string[], network: readonly string[]): (number | undefined)[] {
  const matches: (number | undefined)[] = data.map(() => undefined);
  for (const nameOf of [(name: string) => name.toLowerCase(), canonicalClass]) {
    const places = new Map(network.map((name, k) => [nameOf(name), k]));
    data.forEach((name, i) => {
      const place = places.get(nameOf(name));
      if (matches[i] === undefined && place !== undefined && !matches.includes(place)) matches[i] = place;
    });
  }
  return matches;
}
