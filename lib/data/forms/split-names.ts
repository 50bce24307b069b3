import { SPLITS, type Split } from '../dataset';
import { stemOf, wordsOf } from './paths';

/** The meaning of a split name: one of FER2013's splits, or a common name whose meaning depends on the others. */
export type SplitRole = Split | 'validation' | 'test' | 'evaluation';

/** A split name in lower case without its surroundings: `train` for `train-00000-of-00001.parquet`. */
export interface SplitName {
  readonly name: string;
  readonly role: SplitRole;
}

const ROLES: Readonly<Record<string, SplitRole>> = {
  train: 'Training',
  training: 'Training',
  public: 'PublicTest',
  publictest: 'PublicTest',
  private: 'PrivateTest',
  privatetest: 'PrivateTest',
  val: 'validation',
  valid: 'validation',
  validate: 'validation',
  validation: 'validation',
  dev: 'validation',
  devel: 'validation',
  development: 'validation',
  test: 'test',
  tests: 'test',
  testing: 'test',
  holdout: 'test',
  heldout: 'test',
  eval: 'evaluation',
  evaluation: 'evaluation',
};

/** Words in names that say nothing about the split. */
const NEUTRAL = new Set(
  'set sets data dataset split splits image images img imgs picture pictures photo photos face faces folder fer icml of with emotion emotions label labels labelled labeled pixels aligned cropped'.split(
    ' ',
  ),
);

/**
 * The split that the name of a folder or table specifies, if it contains nothing else: `train`, `Test Images`,
 * `fer2013_val.csv`.
 */
export function splitNamed(name: string): SplitName | undefined {
  const words = wordsOf(stemOf(name)).filter((word) => !NEUTRAL.has(word));
  return splitWord(words.join('').replace(/(?<=.)(set|data)$/, ''));
}

/** The split in an image's name that starts with a split and a number, such as `PublicTest_123.jpg`. */
export function splitNumbered(name: string): SplitName | undefined {
  const word = /^(\p{L}+)[ _-]*\(?\d/u.exec(name)?.[1];
  return word === undefined ? undefined : splitWord(word);
}

/** The split that a word names, in any case. */
export function splitWord(word: string): SplitName | undefined {
  const name = word.toLowerCase();
  return Object.hasOwn(ROLES, name) ? { name, role: ROLES[name] } : undefined;
}

/** Whether a role is one of FER2013's splits by its own name. */
export function isSplit(role: SplitRole): role is Split {
  return (SPLITS as readonly string[]).includes(role);
}
