import type { Explanation } from './explain';
import type { Inputs } from './inputs';
import { methods } from './methods';
import type { SaliencyMethod } from './methods/method';
import { rowOf } from './sweep';

/**
 * Maps to look at and to score, `[n, size, size]`: each scaled to 0–1 over the whole image, by the method's definition
 * of heat. A map with a fault (see {@link faults}) is all 0.
 */
export function heats({ method, values, size }: Pick<Explanation, 'method' | 'values' | 'size'>): Float32Array {
  const area = size ** 2;
  const { heat } = methods.get(method);
  const maps = new Float32Array(values.length);
  for (let i = 0; i < values.length / area; i++) {
    const map = rowOf(values, i, area);
    if (faultOf(map) === undefined) scale(map, heat, rowOf(maps, i, area));
  }
  return maps;
}

/** Why a map shows nothing, in words; undefined if it shows something, `[n]`. */
export function faults({ values, logits, size }: Explanation, { pixels, classes }: Inputs): (string | undefined)[] {
  const area = size ** 2;
  return Array.from({ length: values.length / area }, (_, i) => {
    const image = rowOf(pixels, i, area);
    if (!rowOf(logits, i, classes.length).every(Number.isFinite)) return 'the network outputs NaN';
    if (image.every((gray) => gray === image[0])) return 'the image is blank';
    return faultOf(rowOf(values, i, area));
  });
}

function faultOf(map: Float32Array): string | undefined {
  if (!map.every(Number.isFinite)) return 'the map has NaN';
  if (map.every((value) => value === 0)) return 'the map is all 0';
  if (map.every((value) => value === map[0])) return 'the map is uniform';
  return undefined;
}

function scale(map: Float32Array, kind: SaliencyMethod['heat'], out: Float32Array): void {
  const lowest = kind === 'above' ? map.reduce((a, b) => Math.min(a, b)) : 0;
  map.forEach((value, k) => {
    out[k] = kind === 'magnitude' ? Math.abs(value) : Math.max(0, value - lowest);
  });
  const most = out.reduce((a, b) => Math.max(a, b));
  if (most > 0) for (let k = 0; k < out.length; k++) out[k] /= most;
}
