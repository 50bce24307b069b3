import { Kind, type NameOf, records } from '../../core/kind';

/** Random changes of a training image, in the order of their application. */
export interface AugmentOptions {
  /**
   * Range of the share of the image's area that is cropped and enlarged to the whole; values above 1 keep the whole.
   */
  readonly area: readonly [number, number];
  /** Range of the crop's ratio of width to height. */
  readonly aspect: readonly [number, number];
  /** With probability 1/2, the picture is shifted by up to this share of its width and height, in each direction. */
  readonly translate: number;
  /** With probability 1/2, the picture is rotated by up to this many degrees, in each direction. */
  readonly rotate: number;
  /** Probability that a rectangle of the crop is set to 0. */
  readonly erase: number;
}

/** Built-in values of `augment=`. Each ends with a random crop of the network's input size, half of them mirrored. */
export const AUGMENTATIONS = {
  /**
   * The original study's settings of torchvision's RandomResizedCrop, RandomAffine, RandomRotation and RandomErasing.
   */
  full: { area: [0.8, 1.2], aspect: [3 / 4, 4 / 3], translate: 0.2, rotate: 10, erase: 0.5 },
  /** Smaller changes, for trainings of a few epochs. */
  mild: { area: [0.8, 1.2], aspect: [9 / 10, 10 / 9], translate: 0.05, rotate: 10, erase: 0 },
  /** Only the crop and the mirror. */
  crops: { area: [1, 1], aspect: [1, 1], translate: 0, rotate: 0, erase: 0 },
} as const satisfies Readonly<Record<string, AugmentOptions>>;

/** Name of an augmentation, or path of a file that exports one. */
export type Augmentation = NameOf<keyof typeof AUGMENTATIONS>;

/** Augmentations: built-in ones and the user's own. */
export const augmentations = new Kind<AugmentOptions, keyof typeof AUGMENTATIONS>({
  key: 'augment',
  ours: records(AUGMENTATIONS),
  is: isAugmentation,
  what: 'an object { area, aspect, translate, rotate, erase }; see AugmentOptions',
});

/**
 * Registers an augmentation under a name until the process ends.
 * @throws {InputError} for a built-in name, and for missing options
 */
export function defineAugmentation(name: string, options: AugmentOptions): AugmentOptions {
  return augmentations.define(name, options);
}

function isAugmentation(value: unknown): value is AugmentOptions {
  const { area, aspect, translate, rotate, erase } = (value ?? {}) as Partial<Record<keyof AugmentOptions, unknown>>;
  const isRange = (range: unknown) => Array.isArray(range) && range.length === 2 && range.every(Number.isFinite);
  return isRange(area) && isRange(aspect) && [translate, rotate, erase].every(Number.isFinite);
}

/** Values of `crops=`: one random crop of each image per step, or all ten. */
export const CROPS = ['random', 'ten'] as const;
export type Crops = (typeof CROPS)[number];
