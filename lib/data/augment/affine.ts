import { type Tensor, tf } from '../../runtime';

/**
 * An affine map for each image, `[n, 3, 3]`: from a point (x, y, 1) of its output to the point of its input where the
 * gray value comes from. Pixel centres lie at integers. What the functions below take for each image is `[n, 1]`.
 */
export type Affine = Tensor;

/** The input lies (`right`, `down`) pixels from the output: a crop's corner, or minus a shift of the picture. */
export function shift(right: Tensor, down: Tensor): Affine {
  return affine([1, 0, right], [0, 1, down]);
}

/** The rectangle of `width` × `height` pixels with this corner fills an output of `size` × `size`. */
export function zoom(left: Tensor, top: Tensor, width: Tensor, height: Tensor, size: number): Affine {
  const [across, down] = [tf.div(width, size), tf.div(height, size)];
  const start = (corner: Tensor, scale: Tensor) => tf.add(corner, tf.mul(tf.sub(scale, 1), 0.5));
  return affine([across, 0, start(left, across)], [0, down, start(top, down)]);
}

/** Mirrored left to right where `mirrored` is 1, as it is where it is 0, in pictures of width `size`. */
export function mirror(mirrored: Tensor, size: number): Affine {
  return affine([tf.sub(1, tf.mul(mirrored, 2)), 0, tf.mul(mirrored, size - 1)], [0, 1, 0]);
}

/** Turned counter-clockwise by `degrees` about the centre of pictures of width `size`. */
export function rotation(degrees: Tensor, size: number): Affine {
  const angle = tf.mul(degrees, Math.PI / 180);
  const [cos, sin] = [tf.cos(angle), tf.sin(angle)];
  const center = (size - 1) / 2;
  const keep = (x: Tensor, y: Tensor) => tf.sub(center, tf.mul(tf.add(x, y), center));
  const back = tf.neg(sin);
  return affine([cos, back, keep(cos, back)], [sin, cos, keep(sin, cos)]);
}

/** First `first`, then `second`: the output of the whole is that of `second`. */
export function compose(first: Affine, second: Affine): Affine {
  // Not a matrix product, which GPUs round to ten bits, nor sums of single products: TensorFlow's graph optimizer joins
  // these in one AddN, which adds in an order that depends on the moment.
  return tf.sum(tf.mul(tf.expandDims(first, 3), tf.expandDims(second, 1)), 2);
}

/** The rows that {@link warp} takes, `[n, 8]`. */
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
