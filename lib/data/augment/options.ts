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

/** What `augment=` takes. Each ends in a random 40×40 crop, half of them mirrored. */
export const AUGMENTATIONS = {
  /** As the original study sets torchvision's RandomResizedCrop, RandomAffine, RandomRotation and RandomErasing. */
  full: { area: [0.8, 1.2], aspect: [3 / 4, 4 / 3], translate: 0.2, rotate: 10, erase: 0.5 },
  /** Smaller changes, for trainings of a few epochs. */
  mild: { area: [0.8, 1.2], aspect: [9 / 10, 10 / 9], translate: 0.05, rotate: 10, erase: 0 },
  /** The crop and the mirror alone. */
  crops: { area: [1, 1], aspect: [1, 1], translate: 0, rotate: 0, erase: 0 },
} as const satisfies Readonly<Record<string, AugmentOptions>>;

export type Augmentation = keyof typeof AUGMENTATIONS;

/** What `crops=` takes: a training sees one random crop of each image a step, or all ten. */
export const CROPS = ['random', 'ten'] as const;
export type Crops = (typeof CROPS)[number];
