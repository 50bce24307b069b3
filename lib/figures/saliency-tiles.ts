import type { Explanation } from '../saliency/explain';
import { faults, heats } from '../saliency/heat';
import type { Inputs } from '../saliency/inputs';
import { rowOf } from '../saliency/sweep';
import { ZOOM } from './gallery';
import { colourPng, grayPng } from './png';
import type { Tile } from './tiles';

type Colour = readonly [red: number, green: number, blue: number];

/** From cold to hot; each colour is lighter than the previous one, so that maps are readable in gray. */
const HEAT: readonly Colour[] = [
  [0, 0, 0],
  [72, 24, 112],
  [186, 50, 90],
  [242, 140, 46],
  [255, 242, 178],
];
/** From negative to positive: blue, white, orange, the first and the fourth colour of series. */
const SIGNED: readonly Colour[] = [
  [0, 84, 150],
  [255, 255, 255],
  [213, 94, 0],
];
/** Opacity of the hottest pixel in an overlay. */
const OPACITY = 0.85;

/** How a map is shown: alone, over its image, or with signs. */
export type View = 'map' | 'overlay' | 'signed';

/** The images themselves, one per tile. */
export function imageTiles({ pixels, size }: Pick<Inputs, 'pixels' | 'size'>): Tile[] {
  return Array.from({ length: pixels.length / size ** 2 }, (_, i) => ({
    png: grayPng(rowOf(pixels, i, size ** 2), size, size, ZOOM),
  }));
}

/** Grad-CAM and occlusion show only what speaks for the class, which may be nothing. */
const NOTHING_POSITIVE = 'nothing is positive';

/** One tile per map. If a map shows nothing, its tile contains the reason. */
export function mapTiles(crops: Inputs, explanation: Explanation, view: View): Tile[] {
  const words = faults(explanation, crops);
  const area = explanation.size ** 2;
  const maps = view === 'signed' ? explanation.values : heats(explanation);
  return words.map((fault, i) => {
    const map = rowOf(maps, i, area);
    const word = fault ?? (map.every((value) => value === 0) ? NOTHING_POSITIVE : undefined);
    if (word !== undefined) return { word: word.replaceAll(' ', '<br>') };
    return heatTile(map, rowOf(crops.pixels, i, area), view);
  });
}

/**
 * One map as a tile.
 * @param map heat 0–1, or signed values of any size, `[size, size]`; all 0 for a mean of maps without heat
 * @param image gray values 0–255, `[size, size]`
 */
export function heatTile(map: Float32Array, image: Uint8Array, view: View): Tile {
  const most = map.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  const pixels = new Uint8Array(3 * map.length);
  map.forEach((value, k) => {
    pixels.set(colourOf(value / most, image[k], view), 3 * k);
  });
  const size = Math.sqrt(map.length);
  return { png: colourPng(pixels, size, size, ZOOM) };
}

function colourOf(heat: number, gray: number, view: View): Colour {
  if (view === 'signed') return between(SIGNED, (1 + heat) / 2);
  const colour = between(HEAT, heat);
  if (view === 'map') return colour;
  const share = OPACITY * heat;
  return colour.map((channel) => Math.round((1 - share) * gray + share * channel)) as unknown as Colour;
}

function between(stops: readonly Colour[], at: number): Colour {
  const stop = Math.min(Math.floor(at * (stops.length - 1)), stops.length - 2);
  const along = at * (stops.length - 1) - stop;
  const mix = (channel: number) =>
    Math.round(stops[stop][channel] + along * (stops[stop + 1][channel] - stops[stop][channel]));
  return [mix(0), mix(1), mix(2)];
}
