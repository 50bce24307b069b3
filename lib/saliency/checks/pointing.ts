import { rowOf } from '../sweep';

/** How well maps locate known regions. Shares are 0–1, means over the images with both a map and a region. */
export interface Localisation {
  /** Number of these images. */
  readonly n: number;
  /**
   * Share of images whose hottest pixel is inside the region: the pointing game (Zhang et al. 2016, arXiv 1608.00507).
   */
  readonly hits: number;
  /** Mean share of a map's heat inside the region (Wang et al. 2020, arXiv 1910.01279). */
  readonly energy: number;
  /** The expected value of both for uninformative maps: the mean share of the image that the region covers. */
  readonly chance: number;
}

/**
 * Compares maps with regions. Skips images without a region (a neutral face may have none) and maps without heat.
 *
 * @param heats `[n, size, size]`, ≥ 0
 * @param regions 1 inside, 0 outside, `[n, size, size]`
 * @param area pixels of an image
 */
export function localisation(heats: Float32Array, regions: Uint8Array, area: number): Localisation {
  let [n, hits, energy, chance] = [0, 0, 0, 0];
  for (let i = 0; i < heats.length / area; i++) {
    const heat = rowOf(heats, i, area);
    const region = rowOf(regions, i, area);
    const total = heat.reduce((a, b) => a + b, 0);
    const inside = region.reduce((sum, bit) => sum + bit, 0);
    if (total === 0 || inside === 0) continue;
    n++;
    hits += region[hottest(heat)];
    energy += heat.reduce((sum, value, k) => sum + value * region[k], 0) / total;
    chance += inside / area;
  }
  return { n, hits: hits / n, energy: energy / n, chance: chance / n };
}

function hottest(heat: Float32Array): number {
  return heat.reduce((best, value, k) => (value > heat[best] ? k : best), 0);
}
