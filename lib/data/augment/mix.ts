import { type Random, randomStream } from '../../core/random';
import { type Tensor, tf } from '../../runtime';

export interface MixOptions {
  /** α of mixup's Beta(α, α), in [0, 4]; 0 disables mixup. */
  readonly mixup: number;
  /** The same for CutMix. If both are set, each step applies one of the two, with equal probability. */
  readonly cutmix: number;
}

/** How a step mixes each image with its partner. */
export interface Mix {
  /** Weight of the image itself at each pixel; the rest comes from the partner. 0–1, `[crop, crop]`. */
  readonly mask: Float32Array;
  /** The mean of the mask: the weight of the image's own label. */
  readonly share: number;
}

/** Whether a training mixes its images. */
export function mixes({ mixup, cutmix }: MixOptions): boolean {
  return mixup > 0 || cutmix > 0;
}

/**
 * Draws the mix of one step: mixup's uniform blend (Zhang et al. 2018) or CutMix's rectangle (Yun et al. 2019, section
 * 3.1).
 * @param key key of the step; see `runtime/keyed-random.ts`
 */
export function drawMix(key: Int32Array, { mixup, cutmix }: MixOptions, crop: number): Mix {
  const random = randomStream(key[0], key[1]);
  const blends = mixup > 0 && (cutmix === 0 || random.chance(0.5));
  const share = beta(random, blends ? mixup : cutmix);
  const mask = blends ? new Float32Array(crop * crop).fill(share) : withoutRectangle(random, share, crop);
  return { mask, share: mask.reduce((sum, value) => sum + value, 0) / mask.length };
}

/**
 * Mixes each row of a batch with its partner, the row at the same distance from the end. `mask` is broadcast over the
 * rows.
 */
export function mixed(rows: Tensor, mask: Tensor): Tensor {
  return tf.add(tf.mul(rows, mask), tf.mul(tf.reverse(rows, 0), tf.sub(1, mask)));
}

/**
 * Ones except for a rectangle with the crop's proportions around a random pixel, cut at the border. The rectangle
 * covers 1 − `share`.
 */
function withoutRectangle(random: Random, share: number, crop: number): Float32Array {
  const half = (crop * Math.sqrt(1 - share)) / 2;
  const range = () => {
    const center = Math.floor(random.between(0, crop));
    return [Math.max(0, Math.round(center - half)), Math.min(crop, Math.round(center + half))];
  };
  const [left, right] = range();
  const [top, bottom] = range();
  const mask = new Float32Array(crop * crop).fill(1);
  for (let y = top; y < bottom; y++) mask.fill(0, y * crop + left, y * crop + right);
  return mask;
}

/** Beta(α, α) by rejection (Jöhnk 1964). */
function beta(random: Random, alpha: number): number {
  for (;;) {
    const x = random.between(0, 1) ** (1 / alpha);
    const y = random.between(0, 1) ** (1 / alpha);
    if (x + y > 0 && x + y <= 1) return x / (x + y);
  }
}
