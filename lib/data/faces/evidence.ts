import { PIXELS } from '../dataset';
import { ACTION_UNITS, type Actions } from './actions';
import type { Face } from './face';
import { renderFace } from './render';

/** The same person in the same picture with the face at rest. */
export function atRest(face: Face): Face {
  const actions = Object.fromEntries(Object.keys(ACTION_UNITS).map((unit) => [unit, 0])) as Actions;
  return { ...face, actions };
}

/**
 * The pixels changed by the expression: the absolute difference, in gray values, to the same face at rest. Light, noise
 * and occlusion are the same in both, so unchanged pixels are exactly 0.
 * @returns `[48, 48]`
 */
export function evidenceOf(face: Face): Uint8Array {
  const image = new Uint8Array(PIXELS);
  const resting = new Uint8Array(PIXELS);
  const regions = new Uint8Array(PIXELS);
  renderFace(face, image, regions);
  renderFace(atRest(face), resting, regions);
  return image.map((gray, pixel) => Math.abs(gray - resting[pixel]));
}
