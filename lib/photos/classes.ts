import { EMOTIONS } from '../data/dataset';
import type { RunSettings } from '../training/run-folder';

/** The classes of a run, in the order of its network's outputs: as its data names them, else the seven emotions. */
export function classesOf({ environment }: RunSettings): readonly string[] {
  return (environment.data?.classes as readonly string[] | undefined) ?? EMOTIONS;
}
