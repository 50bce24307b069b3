/** Default maximum length of foreign text in a message. */
const LONGEST = 300;
/** Maximum length of text quoted by {@link excerpt}. */
const LONGEST_QUOTE = 40;

/**
 * Makes text from a file, a path or a library safe to print: one line of limited length, without control sequences.
 * Control characters, invisible characters (bidirectional marks, zero-width spaces) and unpaired surrogates are
 * escaped, such as `
 * ` or `\u001b`. Text that is too long loses its middle, since the end of a path is as informative as its start. Safe
 * text does not change, so the function is idempotent.
 *
 * @param longest maximum length of the result, ≥ 3 @default 300
 */
export function printable(text: string, longest = LONGEST): string {
  const safe = escaped(text);
  if (safe.length <= longest) return safe;
  const end = Math.floor((longest - 1) / 3);
  return `${start(safe, longest - 1 - end)}…${safe.slice(safe.length - end).replace(/^[\udc00-\udfff]/, '')}`;
}

/** The start of a text from a file (a cell, a header, a name), quoted and safe to print. */
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
