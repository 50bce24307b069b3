import { readFileSync } from 'node:fs';
import type { Key, Keys } from './keys';

/** The property of a key that names the source file whose comment documents it; copies of the key keep it. */
const SOURCE = Symbol('source');

/**
 * Says that the comment above each key in a file is its line of help. Editors and notebooks show the same comment, so
 * that there is one text for all of them. Keys that come from another table keep that table's comments.
 *
 * @param file of the table, as `__filename`
 */
export function documented<K extends Keys>(file: string, keys: K): K {
  for (const key of Object.values(keys)) if (!(SOURCE in key)) Object.assign(key, { [SOURCE]: file });
  return keys;
}

/** The line of help of a key: its comment in one line, without a final full stop; empty if it has none. */
export function helpOf(name: string, key: Key<unknown>): string {
  const { [SOURCE]: file } = key as { [SOURCE]?: string };
  return (file && commentsIn(file).get(name)) ?? '';
}

const comments = new Map<string, ReadonlyMap<string, string>>();

/** Comments above the properties of tables in a TypeScript file, by property. */
function commentsIn(file: string): ReadonlyMap<string, string> {
  const known = comments.get(file);
  if (known) return known;
  const found = readFileSync(file, 'utf8').matchAll(/^ +\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n +(\w+):/gm);
  const lines = new Map([...found].map(([, comment, name]) => [name, lineOf(comment)]));
  comments.set(file, lines);
  return lines;
}

function lineOf(comment: string): string {
  const text = comment.replaceAll(/\n\s*\*/g, ' ').replaceAll(/\s+/g, ' ');
  return text.trim().replace(/\.$/, '');
}
