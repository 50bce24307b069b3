import { count, type Dataset, pixelCount, pixelsAt } from './dataset';
import { fitted } from './forms/fit';

/** A data set with all images resized to `size` × `size` pixels by the mean over the area of each pixel. */
export function resized(data: Dataset, size: number): Dataset {
  const { name, classes, size: side, labels, splits, rows } = data;
  const pixels = pixelCount({ size });
  const images = new Uint8Array(count(data) * pixels);
  for (let i = 0; i < count(data); i++)
    images.set(fitted({ width: side, height: side, values: pixelsAt(data, i) }, size), i * pixels);
  return { name, classes, size, images, labels, splits, rows };
}
