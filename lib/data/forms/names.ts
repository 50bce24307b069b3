import { EMOTIONS, type Split } from '../dataset';

const SPELLINGS = new Map<string, number>([
  ...EMOTIONS.map((emotion, label) => [emotion.toLowerCase(), label] as const),
  ['anger', 0],
  ['disgusted', 1],
  ['fearful', 2],
  ['happiness', 3],
  ['sadness', 4],
  ['surprised', 5],
]);

/** The label that a folder's name stands for: an emotion in English, in any case, or a label's number. */
export function labelNamed(name: string): number | undefined {
  return /^[0-6]$/.test(name) ? Number(name) : SPELLINGS.get(name.toLowerCase());
}

const SPLIT_NAMES: readonly [RegExp, Split | 'test'][] = [
  [/^train(ing)?(?![a-z])/i, 'Training'],
  [/^(public(test)?|val(id(ation)?)?)(?![a-z])/i, 'PublicTest'],
  [/^private(test)?(?![a-z])/i, 'PrivateTest'],
  [/^test(ing)?(?![a-z])/i, 'test'],
];

/** The split that a name begins with; `test` is PrivateTest where there is a validation split, else both merged. */
export function splitNamed(name: string): Split | 'test' | undefined {
  return SPLIT_NAMES.find(([spelling]) => spelling.test(name))?.[1];
}

/** The nearest part of a path, from its end, that a reading makes sense of. */
export function nearest<T>(path: string, read: (name: string) => T | undefined): T | undefined {
  for (const name of path.split('/').reverse()) {
    const meaning = read(name);
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}
