import { PARTS, type Part } from './actions';
import { mirrored, type Path, points, symmetric } from './curves';
import { EYE_HEIGHT } from './eyes';
import type { Identity } from './face';
import { CHIN_MOVES_FROM } from './head';
import type { Scene } from './scene';

/**
 * Writes the regions of the parts, after pose and occlusion: bit k of a pixel is set in the region of `PARTS[k]`,
 * including the area that its strongest action needs.
 * @param visible visible fraction of the face at each pixel, after blur
 * @param mask `[48, 48]`
 */
export function drawRegions({ face, raster, surface, outline }: Scene, visible: Float32Array, mask: Uint8Array): void {
  mask.fill(0);
  for (const part of PARTS) {
    const bit = 1 << PARTS.indexOf(part);
    const place = part === 'chin' ? outline : surface;
    for (const path of shapes[part](face.identity)) {
      raster.mark(place(path), mask, bit);
    }
  }
  for (let pixel = 0; pixel < mask.length; pixel++) if (visible[pixel] < 1e-3) mask[pixel] = 0;
}

const shapes: Record<Part, (identity: Identity) => Path[]> = {
  forehead: () => [rectangle(-0.66, -1.06, 0.66, -0.64)],
  brows: ({ brows }) => [rectangle(-0.8, -brows.height - 0.3, 0.8, -brows.height + 0.3)],
  eyes: ({ eyes: { apart, width } }) => {
    const right = rectangle(apart - width - 0.12, EYE_HEIGHT - 0.32, apart + width + 0.26, EYE_HEIGHT + 0.32);
    return [right, mirrored(right, -1)];
  },
  nose: ({ nose: { length, width } }) => {
    const right = points(
      [0, -0.36],
      [0.28, -0.36],
      [0.26, -0.05],
      [width + 0.14, length - 0.1],
      [width + 0.12, length + 0.1],
      [0, length + 0.1],
    );
    return [symmetric(right)];
  },
  cheeks: ({ nose, mouth }) => {
    const right = points(
      [nose.width - 0.04, nose.length - 0.24],
      [0.4, -0.06],
      [0.86, -0.02],
      [0.88, 0.6],
      [mouth.width + 0.34, mouth.height + 0.02],
      [mouth.width - 0.06, mouth.height + 0.02],
    );
    return [right, mirrored(right, -1)];
  },
  mouth: ({ mouth: { width, height } }) => {
    const right = points(
      [0, height - 0.36],
      [0.26, height - 0.36],
      [width + 0.26, height - 0.18],
      [width + 0.26, height + 0.26],
      [0.3, height + 0.58],
      [0, height + 0.58],
    );
    return [symmetric(right)];
  },
  chin: () => [rectangle(-0.85, CHIN_MOVES_FROM - 0.08, 0.85, 1.5)],
};

function rectangle(left: number, top: number, right: number, bottom: number): Path {
  return [left, top, right, top, right, bottom, left, bottom];
}
