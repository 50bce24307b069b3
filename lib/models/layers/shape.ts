import {
  globalAveragePool as averageOf,
  maxPool as pool,
  repeatChannel as repeat,
  flatten as unroll,
} from '../../runtime';
import { described, type LayerRecipe, withoutParameters } from './layer';

/** Maximum of each 2×2 window. */
export function maxPool(name: string): LayerRecipe {
  return described({ layer: 'maxPool', name }, ([height, width, channels]) =>
    withoutParameters(name, 'max pool 2×2', [Math.floor(height / 2), Math.floor(width / 2), channels], (x) => pool(x)),
  );
}

/** The mean of each channel, `[1, 1, channels]`. */
export function globalAveragePool(name: string): LayerRecipe {
  return described({ layer: 'globalAveragePool', name }, ([, , channels]) =>
    withoutParameters(name, 'average pool', [1, 1, channels], averageOf),
  );
}

/** Flattens each image to one vector: row by row, the channels of a pixel together. */
export function flatten(name: string): LayerRecipe {
  return described({ layer: 'flatten', name }, (inputShape) => {
    const size = inputShape.reduce((a, b) => a * b, 1);
    return withoutParameters(name, 'flatten', [size], unroll);
  });
}

/** Repeats a gray image `times` times as channels, for networks made for colour images. */
export function repeatChannel(name: string, times: number): LayerRecipe {
  return described({ layer: 'repeatChannel', name, options: times }, ([height, width]) =>
    withoutParameters(name, `gray ×${times}`, [height, width, times], (x) => repeat(x, times)),
  );
}
