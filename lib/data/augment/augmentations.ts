import { Kind, type NameOf, records } from '../../core/kind';

/** Random changes to a training image, in the order in which they act. */
export interface AugmentOptions {
  /** Share of the image's area that is cut out and enlarged to the whole, from and to; above 1 it takes the whole. */
  readonly area: readonly [number, number];
  /** Width over height of what is cut out, from and to. */
  readonly aspect: readonly [number, number];
  /** With probability 1/2, the picture moves by up to this share of its width and height, each way. */
  readonly translate: number;
  /** With probability 1/2, the picture turns by up to so many degrees, each way. */
  readonly rotate: number;
  /** Probability that a rectangle of the crop is set to 0. */
  readonly erase: number;
}

/** What comes with the project for `augment=`. Each ends in a random crop of the network's input size, half of them mirrored. */
export const AUGMENTATIONS = {
  /** As the original study sets torchvision's RandomResizedCrop, RandomAffine, RandomRotation and RandomErasing. */
  full: { area: [0.8, 1.2], aspect: [3 / 4, 4 / 3], translate: 0.2, rotate: 10, erase: 0.5 },
  /** Smaller changes, for trainings of a few epochs. */
  mild: { area: [0.8, 1.2], aspect: [9 / 10, 10 / 9], translate: 0.05, rotate: 10, erase: 0 },
  /** The crop and the mirror alone. */
  crops: { area: [1, 1], aspect: [1, 1], translate: 0, rotate: 0, erase: 0 },
} as const satisfies Readonly<Record<string, AugmentOptions>>;

/** Name of an augmentation, or path of a file that exports one. */
export type Augmentation = NameOf<keyof typeof AUGMENTATIONS>;

/** Augmentations: those that come with the project, and the user's own. */
export const augmentations = new Kind<AugmentOptions, keyof typeof AUGMENTATIONS>({
  key: 'augment',
  ours: records(AUGMENTATIONS),
  is: isAugmentation,
  what: 'an object { area, aspect, translate, rotate, erase }, as AugmentOptions says',
});

/**
 * Makes `augment=name` change the training images by these options until the process ends.
 * @throws {InputError} for a name that comes with the project, and for options that are missing
 */
export function defineAugmentation(name: string, options: AugmentOptions): AugmentOptions {
  return augmentations.define(name, options);
}

function isAugmentation(value: unknown): value is AugmentOptions {
  const { area, aspect, translate, rotate, erase } = (value ?? {}) as Partial<Record<keyof AugmentOptions, unknown>>;
  const isRange = (range: unknown) => Array.isArray(range) && range.length === 2 && range.every(Number.isFinite);
  return isRange(area) && isRange(aspect) && [translate, rotate, erase].every(Number.isFinite);
}

/** What `crops=` takes: a training sees one random crop of each image a step, or all ten. */
export const CROPS = ['random', 'ten'] as const;
export type Crops = (typeof CROPS)[number];
