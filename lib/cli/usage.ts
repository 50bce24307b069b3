import { helpOf } from '../core/help';
import type { Keys } from '../core/keys';

/** The content of a command's help. */
export interface Usage {
  /** The command as typed after `npm run`. */
  readonly name: string;
  /** What the command does, in one sentence. */
  readonly summary: string;
  readonly keys: Keys;
  /** Arguments of example calls. */
  readonly examples: readonly string[];
  /** The key of an argument given without one. @default none */
  readonly bare?: string;
}

/** Maximum width of help, in characters. */
const WIDTH = 100;

/** The text of `npm run NAME -- --help`. */
export function usage({ name, summary, keys, examples, bare }: Usage): string {
  const rows = Object.entries(keys).map(([key, { default: fallback, optional, values }]) => {
    const required = fallback === undefined && !optional;
    const ending = required ? 'required' : optional || fallback === '' ? undefined : `default: ${fallback}`;
    const accepted = [values(), ...(ending ? [ending] : [])].join('; ');
    return { key, text: `${helpOf(key, keys[key])}. [${accepted}]`.replace(/^\. /, '') };
  });
  const indent = Math.max(0, ...rows.map(({ key }) => key.length)) + 4;
  const lines = rows.map(({ key, text }) => `  ${key.padEnd(indent - 2)}${wrapped(text, indent)}`);
  const call = `npm run ${name} -- ${bare ? `${bare.toUpperCase()} ` : ''}[key=value …]`;
  return [
    `usage: ${call}`,
    '',
    wrapped(summary, 0),
    '',
    ...lines,
    '',
    'examples:',
    ...examples.map((example) => `  npm run ${name} -- ${example}`),
  ].join('\n');
}

/** Wraps a text; all lines but the first are indented. */
function wrapped(text: string, indent: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}
