import { type Tensor, tf } from '../../runtime';

/**
 * One affine map per image, `[n, 3, 3]`: maps a point (x, y, 1) of the output to the point of the input with its gray
 * value. Pixel centres are integers. Arguments of the functions below are `[n, 1]`.
 */
export type Affine = Tensor;

/** Offset of the input by (`right`, `down`) pixels: a crop's corner, or minus the shift of a picture. */
export function shift(right: Tensor, down: Tensor): Affine {
  return affine([1, 0, right], [0, 1, down]);
}

/** Enlarges the rectangle of `width` × `height` pixels with this corner to `size` × `size`. */
export function zoom(left: Tensor, top: Tensor, width: Tensor, height: Tensor, size: number): Affine {
  const [across, down] = [tf.div(width, size), tf.div(height, size)];
  const start = (corner: Tensor, scale: Tensor) => tf.add(corner, tf.mul(tf.sub(scale, 1), 0.5));
  return affine([across, 0, start(left, across)], [0, down, start(top, down)]);
}

/** Mirrors pictures of width `size` left to right where `mirrored` is 1; leaves them where it is 0. */
export function mirror(mirrored: Tensor, size: number): Affine {
  return affine([tf.sub(1, tf.mul(mirrored, 2)), 0, tf.mul(mirrored, size - 1)], [0, 1, 0]);
}

/** Rotates pictures of width `size` counter-clockwise by `degrees` about their centre. */
export function rotation(degrees: Tensor, size: number): Affine {
  const angle = tf.mul(degrees, Math.PI / 180);
  const [cos, sin] = [tf.cos(angle), tf.sin(angle)];
  const center = (size - 1) / 2;
  const keep = (x: Tensor, y: Tensor) => tf.sub(center, tf.mul(tf.add(x, y), center));
  const back = tf.neg(sin);
  return affine([cos, back, keep(cos, back)], [sin, cos, keep(sin, cos)]);
}

/** Applies `first`, then `second`. */
export function compose(first: Affine, second: Affine): Affine {
  // Not a matrix product, which GPUs round to ten bits, and not sums of single products: TensorFlow's graph optimizer
  // would join these into one AddN, whose order of summation is not deterministic.
  return tf.sum(tf.mul(tf.expandDims(first, 3), tf.expandDims(second, 1)), 2);
}

/** Rows for {@link warp}, `[n, 8]`. */
export function transformsOf(map: Affine): Tensor {
  return tf.slice(tf.reshape(map, [-1, 9]), [0, 0], [-1, 8]);
}

type Row = readonly [number | Tensor, number | Tensor, number | Tensor];

function affine(x: Row, y: Row): Affine {
  const like = [...x, ...y].find((entry) => typeof entry !== 'number') as Tensor;
  const columns = [...x, ...y, 0, 0, 1].map((entry) =>
    typeof entry === 'number' ? tf.fill(like.shape, entry) : entry,
  );
  return tf.reshape(tf.concat(columns, 1), [-1, 3, 3]);
}
