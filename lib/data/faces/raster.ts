import { PIXELS, SIZE } from '../dataset';
import type { Path } from './curves';
import { addEdges, STRIDE } from './edges';

// A copy: in the compiled JavaScript, an imported constant costs a function call in every inner loop.
const WIDTH = SIZE;
const ROW = STRIDE;

/**
 * A gray picture, 48×48, on which paths and soft spots are painted with exact antialiasing. Coordinates are in pixels.
 */
export class Raster {
  /** Gray values, 0 to 1, row-major. */
  readonly gray = new Float32Array(PIXELS);
  /** Signed areas of the current path; zero between two paths. */
  readonly #areas = new Float32Array(WIDTH * ROW);

  /** Fills a path with a gray value. */
  fill(path: Path, gray: number, opacity = 1): void {
    this.#blend(this.gray, path, gray * opacity, -opacity);
  }

  /** Multiplies the inside of a path by `factor`: below 1 darkens, above 1 lightens. */
  tint(path: Path, factor: number): void {
    this.#blend(this.gray, path, 0, factor - 1);
  }

  /** Subtracts the inside of a path from `visible`, `[48, 48]`, the visible fraction of each pixel. */
  hide(path: Path, visible: Float32Array): void {
    this.#blend(visible, path, 0, -1);
  }

  /** Sets `bit` in the pixels of `mask`, `[48, 48]`, that the path touches. */
  mark(path: Path, mask: Uint8Array, bit: number): void {
    const areas = this.#areas;
    const { left, right, top, bottom } = addEdges(path, areas);
    for (let row = top; row < bottom; row++) {
      const start = row * ROW;
      let sum = 0;
      for (let column = left; column < right; column++) {
        sum += areas[start + column];
        areas[start + column] = 0;
        if (Math.abs(sum) > 1e-5) mask[row * WIDTH + column] |= bit;
      }
      areas[start + right] = areas[start + right + 1] = 0;
    }
  }

  /**
   * Lightens (`amount` > 0) or darkens (< 0) a soft elliptical spot by up to this fraction of its gray values.
   * @param axes the centre and the ends of two half-axes, six numbers; nothing beyond them changes
   */
  glow(axes: Path, amount: number): void {
    const { gray } = this;
    const [x, y] = axes;
    const ux = axes[2] - x;
    const uy = axes[3] - y;
    const vx = axes[4] - x;
    const vy = axes[5] - y;
    const area = ux * vy - uy * vx;
    if (amount === 0 || Math.abs(area) < 1e-3) return;
    const width = Math.sqrt(ux * ux + vx * vx);
    const height = Math.sqrt(uy * uy + vy * vy);
    const left = Math.max(0, Math.floor(x - width));
    const right = Math.min(WIDTH, Math.ceil(x + width));
    const bottom = Math.min(WIDTH, Math.ceil(y + height));
    for (let row = Math.max(0, Math.floor(y - height)); row < bottom; row++) {
      const dy = row + 0.5 - y;
      for (let column = left; column < right; column++) {
        const dx = column + 0.5 - x;
        const s = (dx * vy - dy * vx) / area;
        const t = (ux * dy - uy * dx) / area;
        const inside = 1 - s * s - t * t;
        if (inside > 0) gray[row * WIDTH + column] *= 1 + amount * inside * inside;
      }
    }
  }

  /** target += coverage · (add + scale · target) */
  #blend(target: Float32Array, path: Path, add: number, scale: number): void {
    if (add === 0 && scale === 0) return;
    const areas = this.#areas;
    const { left, right, top, bottom } = addEdges(path, areas);
    for (let row = top; row < bottom; row++) {
      const start = row * ROW;
      let sum = 0;
      for (let column = left; column < right; column++) {
        sum += areas[start + column];
        areas[start + column] = 0;
        const coverage = Math.min(Math.abs(sum), 1);
        if (coverage > 1e-5) {
          const pixel = row * WIDTH + column;
          target[pixel] += coverage * (add + scale * target[pixel]);
        }
      }
      areas[start + right] = areas[start + right + 1] = 0;
    }
  }
}
