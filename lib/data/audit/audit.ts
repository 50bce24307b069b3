import { count, type Dataset } from '../dataset';
import { contrasts } from '../dataset-statistics';
import { FERPLUS_OF_LABEL, FERPLUS_VOTES, type FerPlus, votesOf } from '../ferplus';
import { BLANK_CONTRAST, exactGroups } from './exact';
import { linkedGroups } from './groups';
import { isCalibrated, NEAR_CORRELATION, type NearOptions, nearPairs, type Pair } from './near';

/** Minimum number of FER+'s ten annotators who see no face for the finding "not a face". */
export const NOT_A_FACE_VOTES = 5;

/** The findings of an audit. Images are indices in the data set. */
export interface AuditReport {
  /** Minimum correlation of near duplicates. */
  readonly threshold: number;
  /** Images without contrast; they do not count as duplicates. */
  readonly blank: readonly number[];
  /** Groups of images with the same pixels. */
  readonly exact: readonly (readonly number[])[];
  /** Pairs of similar but different images. */
  readonly near: readonly Pair[];
  /**
   * Whether {@link copies} are known to be copies of one photograph, as in FER2013. In other data, images with this
   * correlation may show different faces.
   */
  readonly calibrated: boolean;
  /** Groups of images linked by exact or near duplicates: copies of one photograph, if `calibrated`. */
  readonly copies: readonly (readonly number[])[];
  /** Groups of copies with more than one label. */
  readonly conflicting: readonly (readonly number[])[];
  /** Findings from FER+'s votes, if given. */
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
 * Finds duplicates, conflicting labels and blank images; with FER+ also doubtful labels.
 *
 * @throws {InputError} if FER+ has no votes on an image, and for an invalid threshold
 */
export async function audit(data: Dataset, options: AuditOptions = {}): Promise<AuditReport> {
  const { threshold = NEAR_CORRELATION, ferplus } = options;
  const doubts = ferplus && findings(data, ferplus); // throws before the long work
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
