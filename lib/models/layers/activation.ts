import { relu as rectify, swish as swishOf } from '../../runtime';
import { described, type LayerRecipe, withoutParameters } from './layer';

/** The rectifier max(x, 0). */
export function relu(name: string): LayerRecipe {
  return described({ layer: 'relu', name }, (inputShape) => withoutParameters(name, 'ReLU', inputShape, rectify));
}

/** `x · sigmoid(x)`, PyTorch's SiLU. */
export function swish(name: string): LayerRecipe {
  return described({ layer: 'swish', name }, (inputShape) => withoutParameters(name, 'swish', inputShape, swishOf));
}
