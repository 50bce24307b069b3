import { oriented as orientedPixels } from '../data/forms/orientation';
import type { Picture } from './picture';

/** Turns a picture upright by EXIF's orientation, 1–8; anything else is 1. */
export function oriented(picture: Picture, orientation: number | undefined): Picture {
  const { width, height, values } = orientedPixels({ ...picture, values: picture.rgb }, 3, orientation);
  return values === picture.rgb ? picture : { width, height, rgb: values };
}
