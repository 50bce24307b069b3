import { type BatchNorm, batchNormInference, batchNormTraining } from '../../runtime';
import { described, type LayerRecipe } from './layer';

/** Batch norm over the last axis, by default with PyTorch's ε and momentum. */
export function batchNorm(
  name: string,
  options: { readonly epsilon?: number; readonly momentum?: number } = {},
): LayerRecipe {
  const { epsilon = 1e-5, momentum = 0.1 } = options;
  return described({ layer: 'batchNorm', name, options }, (inputShape, initialize) => {
    const shape = [inputShape[inputShape.length - 1]];
    const parameters = [
      initialize.constant(`${name}.weight`, shape, 1),
      initialize.constant(`${name}.bias`, shape, 0),
      initialize.statistic(`${name}.running_mean`, shape, 0),
      initialize.statistic(`${name}.running_var`, shape, 1),
    ];
    const [scale, offset, mean, variance] = parameters.map(({ variable }) => variable);
    const norm: BatchNorm = { scale, offset, mean, variance, epsilon, momentum };
    return {
      name,
      kind: 'batch norm',
      parameters,
      outputShape: inputShape,
      multiplyAdds: 0,
      apply: (x, { training }) => (training ? batchNormTraining(x, norm) : batchNormInference(x, norm)),
    };
  });
}
