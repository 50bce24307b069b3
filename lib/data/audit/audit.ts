import { count, type Dataset } from '../dataset';
import { FERPLUS_OF_LABEL, FERPLUS_VOTES, type FerPlus, votesOf } from '../ferplus';
import { contrasts } from '../statistics';
import { BLANK_CONTRAST, exactGroups } from './exact';
import { linkedGroups } from './groups';
import { isCalibrated, NEAR_CORRELATION, type NearOptions, nearPairs, type Pair } from './near';

/** FER+ finds no face where at least so many of its ten annotators say so. */
export const NOT_A_FACE_VOTES = 5;

/** What is wrong with a data set. Images are named by their places in it. */
export interface AuditReport {
  /** Least correlation of near duplicates. */
  readonly threshold: number;
  /** Images without contrast; they are no part of the duplicates. */
  readonly blank: readonly number[];
  /** Images of the same pixels, in groups. */
  readonly exact: readonly (readonly number[])[];
  /** Pairs that are much alike but not the same. */
  readonly near: readonly Pair[];
  /**
   * Whether {@link copies} are known to show one photograph, as on FER2013. In other data, images that correlate as
   * much may show different faces.
   */
  readonly calibrated: boolean;
  /** What exact and near duplicates link, in groups: copies of one photograph, if `calibrated`. */
  readonly copies: readonly (readonly number[])[];
  /** Those groups of copies that have more than one label. */
  readonly conflicting: readonly (readonly number[])[];
  /** Where FER+'s votes are known. */
  readonly ferplus?: FerPlusFindings;
}

export interface FerPlusFindings {
  /** Images whose label is not among FER+'s most frequent votes. */
  readonly disagreeing: readonly number[];
  /** Images in which half of the annotators or more see no face. */
  readonly notFace: readonly number[];
}

export interface AuditOptions extends NearOptions {
  readonly ferplus?: FerPlus;
}

/**
 * Looks for duplicates, conflicting labels and images that show nothing; with FER+ also for doubtful labels.
 *
 * @throws {InputError} if FER+ has no votes on an image, and for a threshold out of range
 */
export async function audit(data: Dataset, options: AuditOptions = {}): Promise<AuditReport> {
  const { threshold = NEAR_CORRELATION, ferplus } = options;
  const doubts = ferplus && findings(data, ferplus); // throws before the work, not after it
  const pairs = await nearPairs(data, options);
  const contrast = contrasts(data);
  const isBlank = (i: number) => contrast[i] < BLANK_CONTRAST;
  const blank = Array.from(contrast.keys()).filter(isBlank);
  const exact = exactGroups(data);
  const alike = pairs.filter(({ first, second }) => !isBlank(first) && !isBlank(second));
  const groupOf = new Map(exact.flatMap((group, g) => group.map((i) => [i, g])));
  const isSame = ({ first, second }: Pair) => groupOf.has(first) && groupOf.get(first) === groupOf.get(second);
  const near = alike.filter((pair) => !isSame(pair));
  const copies = linkedGroups(count(data), [
    ...exact.flatMap(([first, ...others]) => others.map((other) => [first, other] as const)),
    ...near.map(({ first, second }) => [first, second] as const),
  ]);
  const conflicting = copies.filter((group) => group.some((i) => data.labels[i] !== data.labels[group[0]]));
  const calibrated = isCalibrated(data, threshold);
  return { threshold, calibrated, blank, exact, near, copies, conflicting, ferplus: doubts };
}

function findings(data: Dataset, ferplus: FerPlus): FerPlusFindings {
  const votes = votesOf(data, ferplus);
  const columns = FERPLUS_VOTES.length;
  const of = (i: number) => votes.subarray(i * columns, (i + 1) * columns);
  const all = Array.from(data.labels.keys());
  return {
    disagreeing: all.filter((i) => of(i)[FERPLUS_OF_LABEL[data.labels[i]]] < Math.max(...of(i))),
    notFace: all.filter((i) => of(i)[FERPLUS_VOTES.indexOf('NF')] >= NOT_A_FACE_VOTES),
  };
}
