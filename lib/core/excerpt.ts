/** Characters of foreign text that a message shows, unless it says otherwise. */
const LONGEST = 300;
/** Characters that {@link excerpt} quotes. */
const LONGEST_QUOTE = 40;

/**
 * Text from a file, a path or a library, made safe to print: one line, bounded, and without anything that a terminal
 * obeys. Control characters, invisible ones (bidirectional marks, zero-width spaces) and half surrogate pairs become
 * escapes, as `\n` or `\u001b`. Text that is too long loses its middle, since the end of a path says as much as its
 * start. Text that is already safe stays as it is, so that applying it twice changes nothing.
 *
 * @param longest characters that are left, ≥ 3 @default 300
 */
export function printable(text: string, longest = LONGEST): string {
  const safe = escaped(text);
  if (safe.length <= longest) return safe;
  const end = Math.floor((longest - 1) / 3);
  return `${start(safe, longest - 1 - end)}…${safe.slice(safe.length - end).replace(/^[\udc00-\udfff]/, '')}`;
}

/** The start of a text from a file, in quotes and safe to print: what a cell, a header or a name holds. */
export function excerpt(text: string): string {
  const short = text.length > LONGEST_QUOTE ? `${start(text, LONGEST_QUOTE)}…` : text;
  return escaped(JSON.stringify(short));
}

function start(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

function escaped(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    const short = SHORT[character];
    if (short !== undefined) return short;
    const code = character.codePointAt(0)!.toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
  });
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
