import { SPLITS } from '../dataset';
import { nearest, splitNamed } from './names';

/** The splits that files belong to by their paths. */
export interface PathSplits {
  /** Index into `SPLITS`, or undefined where a path names none. */
  of(path: string): number | undefined;
  /** Whether PublicTest and PrivateTest lie in one `test` and cannot be told apart. */
  readonly merged: boolean;
}

/**
 * Reads splits from paths: `train/angry/1.png`, `test.csv`, `PrivateTest_88305.jpg`. Where there are train and test only,
 * PublicTest and PrivateTest are merged, and all of them stand in PublicTest: no image is left that the selection of
 * weights has not seen, and no result can pass for one on PrivateTest.
 */
export function splitsOf(paths: readonly string[]): PathSplits {
  const names = new Map(paths.map((path) => [path, nearest(path, splitNamed)]));
  const found = new Set(names.values());
  const merged = found.has('test') && !found.has('PublicTest');
  return {
    merged,
    of(path) {
      const name = names.get(path);
      if (name === undefined) return undefined;
      return SPLITS.indexOf(name === 'test' ? (merged ? 'PublicTest' : 'PrivateTest') : name);
    },
  };
}
