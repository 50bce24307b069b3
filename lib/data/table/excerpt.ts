const LONGEST = 40;

/** Text from a file as a message can show it: short, on one line, with nothing that a terminal would obey. */
export function excerpt(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return JSON.stringify(short).replace(/[\u007f-\u009f\u2028-\u202e]/g, '?');
}
