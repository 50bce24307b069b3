import { excerpt } from '../../core/excerpt';

/** Maximum number of names in a message. */
const MOST_NAMES = 6;

/** Names from a file, for messages: the first few, and how many more there are. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map(shownName).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}

/** A name from a file, for messages: unchanged if it is plain, otherwise quoted and shortened. */
export function shownName(name: string): string {
  return /^[\w.\-/]{1,100}$/.test(name) ? name : excerpt(name);
}
