import type { Picture } from '../../lib/photos/picture';

/** A video of pictures of one size: YUV4MPEG2, 4:2:0, in the limited range of BT.601. */
export function y4m(pictures: readonly Picture[], fps = 30): Buffer {
  const [{ width, height }] = pictures;
  const frames = pictures.flatMap((picture) => [Buffer.from('FRAME\n'), planes(picture)]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F${fps}:1 Ip A1:1 C420\n`), ...frames]);
}

function planes({ width, height, rgb }: Picture): Buffer {
  const half = (width * height) / 4;
  const planes = Buffer.alloc(width * height + 2 * half);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [r, g, b] = rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3);
      planes[y * width + x] = 16.5 + (65.481 * r + 128.553 * g + 24.966 * b) / 255;
      if (x % 2 || y % 2) continue;
      const at = width * height + (y / 2) * (width / 2) + x / 2;
      planes[at] = 128.5 + (-37.797 * r - 74.203 * g + 112 * b) / 255;
      planes[at + half] = 128.5 + (112 * r - 93.786 * g - 18.214 * b) / 255;
    }
  return planes;
}
