import { type Tensor, tf } from '../../runtime';

/**
 * An affine map for each image, from a point (x, y) of its output to the point (a·x + b·y + c, d·x + e·y + f) of its
 * input where the gray value comes from. Pixel centres lie at integers; each entry is `[n, 1]`.
 */
export interface Affine {
  readonly a: Tensor;
  readonly b: Tensor;
  readonly c: Tensor;
  readonly d: Tensor;
  readonly e: Tensor;
  readonly f: Tensor;
}

/** The input lies (`right`, `down`) pixels from the output: a crop's corner, or minus a shift of the picture. */
export function shift(right: Tensor, down: Tensor): Affine {
  return { ...identity(right), c: right, f: down };
}

/** The rectangle of `width` × `height` pixels with this corner fills an output of `size` × `size`. */
export function zoom(left: Tensor, top: Tensor, width: Tensor, height: Tensor, size: number): Affine {
  const a = tf.div(width, size);
  const e = tf.div(height, size);
  const start = (corner: Tensor, scale: Tensor) => tf.add(corner, tf.mul(tf.sub(scale, 1), 0.5));
  return { ...identity(left), a, c: start(left, a), e, f: start(top, e) };
}

/** Mirrored left to right where `mirrored` is 1, as it is where it is 0, in pictures of width `size`. */
export function mirror(mirrored: Tensor, size: number): Affine {
  return { ...identity(mirrored), a: tf.sub(1, tf.mul(mirrored, 2)), c: tf.mul(mirrored, size - 1) };
}

/** Turned counter-clockwise by `degrees` about the centre of pictures of width `size`. */
export function rotation(degrees: Tensor, size: number): Affine {
  const angle = tf.mul(degrees, Math.PI / 180);
  const [cos, sin] = [tf.cos(angle), tf.sin(angle)];
  const center = (size - 1) / 2;
  const [a, b, d, e] = [cos, tf.neg(sin), sin, cos];
  const keep = (x: Tensor, y: Tensor) => tf.sub(center, tf.mul(tf.add(x, y), center));
  return { a, b, c: keep(a, b), d, e, f: keep(d, e) };
}

/** First `first`, then `second`: the output of the whole is that of `second`. */
export function compose(first: Affine, second: Affine): Affine {
  const sum = (x: Tensor, p: Tensor, y: Tensor, q: Tensor) => tf.add(tf.mul(x, p), tf.mul(y, q));
  return {
    a: sum(first.a, second.a, first.b, second.d),
    b: sum(first.a, second.b, first.b, second.e),
    c: tf.add(sum(first.a, second.c, first.b, second.f), first.c),
    d: sum(first.d, second.a, first.e, second.d),
    e: sum(first.d, second.b, first.e, second.e),
    f: tf.add(sum(first.d, second.c, first.e, second.f), first.f),
  };
}

/** The rows that {@link warp} takes, `[n, 8]`. */
export function transformsOf({ a, b, c, d, e, f }: Affine): Tensor {
  const zero = tf.zerosLike(a);
  return tf.concat([a, b, c, d, e, f, zero, zero], 1);
}

function identity(like: Tensor): Affine {
  const zero = tf.zerosLike(like);
  const one = tf.onesLike(like);
  return { a: one, b: zero, c: zero, d: zero, e: one, f: zero };
}
