import { readFileSync } from 'node:fs';
import type { Key, Keys } from './keys';

/** Property of a key that names the source file whose comments document it. Copies of the key keep it. */
const SOURCE = Symbol('source');

/**
 * Declares that the comment above each key in a file is its help text. Editors and notebooks show the same comment.
 * Keys from another table keep that table's comments.
 *
 * @param file the table's file: pass `__filename`
 */
export function documented<K extends Keys>(file: string, keys: K): K {
  for (const key of Object.values(keys)) if (!(SOURCE in key)) Object.assign(key, { [SOURCE]: file });
  return keys;
}

/** The help text of a key: its comment in one line, without a final full stop. Empty if it has none. */
export function helpOf(name: string, key: Key<unknown>): string {
  const { [SOURCE]: file } = key as { [SOURCE]?: string };
  return (file && commentsIn(file).get(name)) ?? '';
}

const comments = new Map<string, ReadonlyMap<string, string>>();

/** Comments above the properties of tables in a TypeScript file, by property name. */
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
