import type { Tensor3D } from '@tensorflow/tfjs-node-gpu';
import { colourPng } from '../../lib/figures/png';
import type { Picture } from '../../lib/photos/picture';
import { tf } from '../../lib/runtime';

/** A picture as the bytes of a PNG. */
export function png({ rgb, width, height }: Picture): Buffer {
  return colourPng(rgb, width, height);
}

/** A picture as the bytes of a JPEG that a camera stored lying on its side: EXIF's orientation is 6. */
export async function sidewaysJpeg({ rgb, width, height }: Picture): Promise<Buffer> {
  const stored = new Uint8Array(rgb.length); // [width, height, 3]: a quarter turn anticlockwise
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const to = ((width - 1 - x) * height + y) * 3;
      for (let channel = 0; channel < 3; channel++) stored[to + channel] = rgb[(y * width + x) * 3 + channel];
    }
  const image = tf.tensor3d(stored, [width, height, 3], 'int32');
  const jpeg = Buffer.from(await tf.node.encodeJpeg(image as Tensor3D, 'rgb', 92));
  image.dispose();
  const entry = Buffer.from('0112000300000001000600000000000000', 'hex').subarray(0, 12);
  const tiff = Buffer.concat([Buffer.from('4d4d002a000000080001', 'hex'), entry, Buffer.alloc(4)]);
  const exif = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
  const length = Buffer.from([(exif.length + 2) >> 8, (exif.length + 2) & 255]);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, exif, jpeg.subarray(2)]);
}
