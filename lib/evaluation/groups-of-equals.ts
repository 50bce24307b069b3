import type { Pair } from './pairs';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Groups of classifiers that do not differ significantly, as letters: two share a letter exactly if their difference is
 * not significant ('compact letter display', by the insert-and-absorb algorithm of Piepho, 2004).
 *
 * @param names in the order in which groups get letters, the best first
 * @param pairs every pair of them, from `comparePairs`
 * @returns the letters of each, such as `ab`
 */
export function groupsOfEquals(names: readonly string[], pairs: readonly Pair[]): string[] {
  let groups: ReadonlySet<string>[] = [new Set(names)];
  for (const { a, b, significant } of pairs) {
    if (!significant) continue;
    const split = groups.flatMap((group) =>
      group.has(a) && group.has(b) ? [without(group, a), without(group, b)] : [group],
    );
    groups = split.filter(
      (group, i) => !split.some((other, k) => includes(other, group) && (other.size > group.size || k < i)),
    );
  }
  const first = (group: ReadonlySet<string>) => names.findIndex((name) => group.has(name));
  const last = (group: ReadonlySet<string>) => names.findLastIndex((name) => group.has(name));
  groups.sort((a, b) => first(a) - first(b) || last(a) - last(b));
  return names.map((name) => groups.flatMap((group, k) => (group.has(name) ? [letter(k)] : [])).join(''));
}

function without(group: ReadonlySet<string>, name: string): Set<string> {
  return new Set([...group].filter((member) => member !== name));
}

function includes(group: ReadonlySet<string>, part: ReadonlySet<string>): boolean {
  return [...part].every((name) => group.has(name));
}

/** a–z, then a2, b2, … */
function letter(k: number): string {
  const round = Math.floor(k / LETTERS.length);
  return `${LETTERS[k % LETTERS.length]}${round > 0 ? round + 1 : ''}`;
}
