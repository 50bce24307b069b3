import { type Tensor, tf, uniform } from '../../runtime';
import { marginOf } from '../views';
import type { AugmentOptions } from './augmentations';

/** Rectangles, each entry `[n, 1]`, in pixels. */
export interface Rectangles {
  readonly left: Tensor;
  readonly top: Tensor;
  readonly width: Tensor;
  readonly height: Tensor;
}

/** How each image of a batch is changed; every entry `[n, 1]`. */
export interface Parameters {
  readonly zoom: Rectangles;
  /** Pixels by which the picture moves. */
  readonly right: Tensor;
  readonly down: Tensor;
  /** 1 or 0. */
  readonly mirrored: Tensor;
  /** Counter-clockwise. */
  readonly degrees: Tensor;
  /** The crop's corner. */
  readonly left: Tensor;
  readonly top: Tensor;
  /** What is set to 0 in the crop; of no size where nothing is. */
  readonly erased: Rectangles;
}

/** As often as torchvision draws a rectangle until one fits; else it falls back to the whole, here as well. */
const TRIES = 10;
/** Share of the crop that is erased and its width over height, from and to (Zhong et al. 2020). */
const ERASED = { area: [0.02, 0.33], aspect: [0.3, 3.3] } as const;

/** Width of the images and of the crops, in pixels. */
export interface Sizes {
  readonly size: number;
  readonly crop: number;
}

/** Random parameters for `n` images, a pure function of the key. */
export function drawParameters(key: Tensor, n: number, options: AugmentOptions, { size, crop }: Sizes): Parameters {
  const margin = marginOf(size, crop);
  const columns = new Columns(uniform(key, [n, 9 + 2 * Columns.RECTANGLE]), n);
  const whole = tf.fill([n, 1], size);
  const zero = tf.zeros([n, 1]);
  const zoom = columns.rectangle(options.area, options.aspect, size, { width: whole, height: whole });
  const moves = columns.chance(0.5);
  const pixels = () => tf.round(tf.mul(tf.mul(columns.between(-1, 1), options.translate * size), moves));
  const [right, down] = [pixels(), pixels()];
  const mirrored = columns.chance(0.5);
  const degrees = tf.mul(tf.mul(columns.between(-1, 1), options.rotate), columns.chance(0.5));
  const corner = () => tf.floor(columns.between(0, margin + 1));
  const [left, top] = [corner(), corner()];
  const erases = tf.cast(tf.less(columns.between(0, 1), options.erase), 'float32');
  const erased = columns.rectangle(ERASED.area, ERASED.aspect, crop, { width: zero, height: zero });
  const width = tf.mul(erased.width, erases);
  return { zoom, right, down, mirrored, degrees, left, top, erased: { ...erased, width } };
}

/** Uniform numbers `[n, columns]`, taken column by column. */
class Columns {
  /** Columns that a rectangle takes. */
  static readonly RECTANGLE = 2 * TRIES + 2;
  private next = 0;

  constructor(
    private readonly draws: Tensor,
    private readonly n: number,
  ) {}

  between(low: number, high: number): Tensor {
    return tf.add(tf.mul(this.take(1), high - low), low);
  }

  /** 1 with this probability, else 0. */
  chance(probability: number): Tensor {
    return tf.cast(tf.less(this.take(1), probability), 'float32');
  }

  /** A rectangle inside `size` × `size` with area and aspect in these ranges, or `otherwise` where no try fits. */
  rectangle(
    area: readonly [number, number],
    aspect: readonly [number, number],
    size: number,
    otherwise: Pick<Rectangles, 'width' | 'height'>,
  ): Rectangles {
    const areas = tf.mul(tf.add(tf.mul(this.take(TRIES), area[1] - area[0]), area[0]), size * size);
    const [low, high] = aspect.map(Math.log);
    const aspects = tf.exp(tf.add(tf.mul(this.take(TRIES), high - low), low));
    const widths = tf.round(tf.sqrt(tf.mul(areas, aspects)));
    const heights = tf.round(tf.sqrt(tf.div(areas, aspects)));
    const fits = tf.cast(tf.lessEqual(tf.maximum(widths, heights), size), 'float32'); // [n, tries]
    const first = tf.oneHot(tf.argMax(fits, 1).toInt(), TRIES);
    const any = tf.max(fits, 1, true);
    const pick = (values: Tensor, fallback: Tensor) =>
      tf.add(tf.mul(tf.sum(tf.mul(values, first), 1, true), any), tf.mul(fallback, tf.sub(1, any)));
    const width = pick(widths, otherwise.width);
    const height = pick(heights, otherwise.height);
    const place = (length: Tensor) => tf.floor(tf.mul(this.take(1), tf.add(tf.sub(size, length), 1)));
    return { left: place(width), top: place(height), width, height };
  }

  private take(columns: number): Tensor {
    const taken = tf.slice(this.draws, [0, this.next], [this.n, columns]);
    this.next += columns;
    return taken;
  }
}
