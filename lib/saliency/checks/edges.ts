import type { Inputs } from '../inputs';
import { labelOf, type Method } from '../methods';
import { rowOf } from '../sweep';

/** What is checked: a method, or the edge detector as a control. */
export type Checked = Method | 'edges';

/** Its label in figures. */
export function checkedLabel(checked: Checked): string {
  return checked === 'edges' ? 'Edge detector' : labelOf(checked);
}

/**
 * Edge detector (Sobel), the control of every check: its maps look like saliency but do not depend on the network. Heat
 * 0–1, `[n, size, size]`; 0 for a uniform image.
 */
export function edgeMaps({ pixels, size }: Pick<Inputs, 'pixels' | 'size'>): Float32Array {
  const area = size ** 2;
  const maps = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length / area; i++) {
    const image = rowOf(pixels, i, area);
    const map = rowOf(maps, i, area);
    for (let k = 0; k < area; k++) map[k] = slopeAt(image, size, Math.floor(k / size), k % size);
    const most = map.reduce((a, b) => Math.max(a, b));
    if (most > 0) for (let k = 0; k < area; k++) map[k] /= most;
  }
  return maps;
}

/** Magnitude of the gray values' gradient; the border pixels are replicated. */
function slopeAt(image: Uint8Array, size: number, y: number, x: number): number {
  const inside = (at: number) => Math.min(Math.max(at, 0), size - 1);
  const gray = (down: number, right: number) => image[inside(y + down) * size + inside(x + right)];
  let [across, along] = [0, 0];
  for (const offset of [-1, 0, 1]) {
    const weight = offset === 0 ? 2 : 1;
    across += weight * (gray(offset, 1) - gray(offset, -1));
    along += weight * (gray(1, offset) - gray(-1, offset));
  }
  return Math.hypot(across, along);
}
