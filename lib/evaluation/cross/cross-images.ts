import { InputError } from '../../core/errors';
import { printable } from '../../core/excerpt';
import {
  classCounts,
  count,
  type Dataset,
  type EvaluatedSplit,
  hash,
  imagesAt,
  indicesOf,
  SPLITS,
} from '../../data/dataset';
import { matchClasses } from './match-classes';

/** Images of a data set that a network of other classes is evaluated on. */
export interface CrossImages {
  /** With the network's classes; all in PrivateTest, since the network was fitted to none of them. */
  readonly images: Dataset;
  /** SHA-256 over these images with the labels of their own data set. */
  readonly sha256: string;
  /** Number of images before those of unknown classes were left out. */
  readonly size: number;
  /** The network's classes that have images, in its order. */
  readonly shared: readonly string[];
  /** Names of shared classes in the data, if they are others, by the network's name. */
  readonly named: Readonly<Record<string, string>>;
  /** Number of images of each class that the network does not know, which are left out. */
  readonly left_out: Readonly<Record<string, number>>;
  /** The network's classes without images. */
  readonly absent: readonly string[];
}

/** The split that an evaluation opens for images of other data. */
export const CROSS_SPLIT = 'PrivateTest';

/**
 * Chooses the images whose class a network knows, and labels them with the network's classes.
 *
 * @throws {InputError} if the split has no images, or none of a class that the network knows
 */
export function crossImages(data: Dataset, network: readonly string[], split: EvaluatedSplit): CrossImages {
  const name = printable(data.name);
  const chosen = split === 'all' ? [...data.labels.keys()] : [...indicesOf(data, split)];
  if (chosen.length === 0) throw new InputError('split', split, `must have images in ${name}`);
  const matches = matchClasses(data.classes, network);
  const own = imagesAt(
    data,
    chosen.filter((i) => matches[data.labels[i]] !== undefined),
  );
  if (count(own) === 0) {
    const theirs = data.classes.map((each) => printable(each)).join(', ');
    throw new InputError('dataset', name, `must share a class with the network (${network.join(', ')}), not ${theirs}`);
  }
  const splits = new Uint8Array(count(own)).fill(SPLITS.indexOf(CROSS_SPLIT));
  const labels = own.labels.map((label) => matches[label]!);
  const images = { ...own, classes: network, labels, splits };
  const counts = classCounts(images);
  const all = classCounts(imagesAt(data, chosen));
  const unknown = data.classes.flatMap((each, k) => (matches[k] === undefined && all[k] > 0 ? [[each, all[k]]] : []));
  const renamed = data.classes.flatMap((each, k) => {
    const match = matches[k];
    return match === undefined || counts[match] === 0 || network[match] === each ? [] : [[network[match], each]];
  });
  return {
    images,
    sha256: hash(split === 'all' ? { ...own, splits } : own),
    size: chosen.length,
    shared: network.filter((_, k) => counts[k] > 0),
    named: Object.fromEntries(renamed),
    left_out: Object.fromEntries(unknown),
    absent: network.filter((_, k) => counts[k] === 0),
  };
}
