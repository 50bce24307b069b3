import { dense as project } from '../../runtime';
import type { Scheme } from '../initializer';
import { described, type LayerRecipe } from './layer';

/** Options of a dense layer. */
export interface DenseOptions {
  readonly units: number;
  /** EfficientNet draws the weights uniformly within ±1/√units and starts with zero biases. @default 'pytorch' */
  readonly scheme?: Scheme;
}

/** Fully connected layer. By PyTorch's default, weights and bias are initially uniform within ±1/√(fan-in). */
export function dense(name: string, options: DenseOptions): LayerRecipe {
  const { units, scheme = 'pytorch' } = options;
  return described({ layer: 'dense', name, options }, ([inputs], initialize) => {
    const bound = 1 / Math.sqrt(scheme === 'pytorch' ? inputs : units);
    const weight = initialize.uniform(`${name}.weight`, [inputs, units], bound, [1, 0]);
    const bias = initialize.bias(`${name}.bias`, units, inputs, scheme);
    return {
      name,
      kind: 'dense',
      parameters: [weight, bias],
      outputShape: [units],
      multiplyAdds: inputs * units,
      apply: (x) => project(x, weight.variable, bias.variable),
    };
  });
}
