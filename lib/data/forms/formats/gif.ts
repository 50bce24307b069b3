import { type ImageFormat, Unreadable, valuesOf } from './format';

/** GIF with one frame. */
export const gif: ImageFormat = {
  name: 'GIF',
  begins: /^GIF8[79]a/,
  decode(bytes, tf) {
    const frames = tf.node.decodeGif(bytes); // [frames, height, width, 3]
    const [count, ...shape] = frames.shape;
    if (count !== 1) {
      frames.dispose();
      throw new Unreadable(`${count} frames`);
    }
    const image = frames.reshape(shape);
    frames.dispose();
    return valuesOf(image);
  },
};
