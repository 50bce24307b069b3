import { dropout as drop, foldIn, type Tensor } from '../../runtime';
import type { Initializer } from '../initializer';
import { described, type LayerRecipe, type Pass, withoutParameters } from './layer';

/** Drops values with probability `rate`, in [0, 1), during training. */
export function dropout(name: string, options: { readonly rate: number }): LayerRecipe {
  return described({ layer: 'dropout', name, options }, (inputShape, initialize) => {
    const apply = dropping(name, options.rate, initialize);
    return withoutParameters(name, `dropout ${options.rate}`, inputShape, apply);
  });
}

/**
 * Drops all values of an image with probability `rate`, in [0, 1), during training. On a block's contribution this is
 * stochastic depth (Huang et al. 2016, arXiv 1603.09382).
 */
export function dropPath(name: string, options: { readonly rate: number }): LayerRecipe {
  return described({ layer: 'dropPath', name, options }, (inputShape, initialize) => {
    const apply = dropping(name, options.rate, initialize, (x) => [x.shape[0], ...x.shape.slice(1).fill(1)]);
    return withoutParameters(name, `drop path ${options.rate}`, inputShape, apply);
  });
}

function dropping(name: string, rate: number, initialize: Initializer, together?: (x: Tensor) => number[]) {
  const purpose = initialize.purpose();
  return (x: Tensor, { training, key }: Pass): Tensor => {
    if (!training) return x;
    if (!key) throw new Error(`${name}: a training pass needs a key for its randomness`);
    return drop(x, rate, foldIn(key, purpose), together?.(x));
  };
}
