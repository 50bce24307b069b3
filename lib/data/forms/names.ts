import { EMOTIONS, type Split } from '../dataset';

const SPELLINGS: Readonly<Record<string, number>> = {
  anger: 0,
  disgusted: 1,
  fearful: 2,
  happiness: 3,
  sadness: 4,
  surprised: 5,
  ...Object.fromEntries(EMOTIONS.map((emotion, label) => [emotion.toLowerCase(), label])),
};

/** The label that a folder's name stands for: an emotion in English, in any case, or a label's number. */
export function labelNamed(name: string): number | undefined {
  return /^[0-6]$/.test(name) ? Number(name) : SPELLINGS[name.toLowerCase()];
}

/** The split that a name begins with; `test` is PrivateTest where there is a validation split, else both merged. */
export function splitNamed(name: string): Split | 'test' | undefined {
  if (/^train/i.test(name)) return 'Training';
  if (/^(public|val)/i.test(name)) return 'PublicTest';
  if (/^private/i.test(name)) return 'PrivateTest';
  if (/^test/i.test(name)) return 'test';
  return undefined;
}

/** The nearest part of a path, from its end, that a reading makes sense of. */
export function nearest<T>(path: string, read: (name: string) => T | undefined): T | undefined {
  for (const name of path.split('/').reverse()) {
    const meaning = read(name);
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}
