import { tf } from '../../runtime';
import type { Preprocess } from './preprocess';

/**
 * The input of a model for some faces: resized, scaled and laid out.
 *
 * @param faces gray values 0–255, `[n, size, size]` by rows
 * @returns `[n, height, width, channels]` or `[n, channels, height, width]`
 */
export function inputsOf(
  faces: Uint8Array,
  size: number,
  preprocess: Preprocess & { readonly layout: 'NHWC' | 'NCHW' },
): { readonly values: Float32Array; readonly shape: readonly number[] } {
  const { channels, layout, scale, mean, deviation } = preprocess;
  const to = preprocess.size ?? size;
  const input = tf.tidy(() => {
    const gray = tf.tensor4d(Float32Array.from(faces), [faces.length / size ** 2, size, size, 1]);
    const isHalfPixel = preprocess.resize === 'bilinear';
    const resized = to === size ? gray : tf.image.resizeBilinear(gray, [to, to], false, isHalfPixel);
    const repeated = channels === 1 ? resized : tf.tile(resized, [1, 1, 1, channels]);
    const scaled = tf.div(tf.sub(tf.mul(repeated, scale), tf.tensor1d([...mean])), tf.tensor1d([...deviation]));
    return layout === 'NHWC' ? scaled : tf.transpose(scaled, [0, 3, 1, 2]);
  });
  try {
    return { values: input.dataSync<'float32'>(), shape: input.shape };
  } finally {
    input.dispose();
  }
}
