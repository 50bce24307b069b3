import { excerpt } from '../../core/excerpt';

/** Names that a message lists. */
const MOST_NAMES = 6;

/** Names from a file as a message can show them: the first few, and how many more there are. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map(shownName).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}

/** A name from a file as a message can show it: a plain one as it is, any other in quotes and short. */
export function shownName(name: string): string {
  return /^[\w.\-/]{1,100}$/.test(name) ? name : excerpt(name);
}
