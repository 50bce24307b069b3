import { keyOf, normal, type Tensor, tf, uniformWithin } from '../runtime';
import type { Parameter } from './parameter';

/**
 * Distribution of the initial weights: PyTorch's default, uniform within ±1/√(fan-in), or that of EfficientNet's
 * authors and timm, based on the fan-out (see the layers).
 */
export type Scheme = 'pytorch' | 'efficientnet';

/**
 * Creates a network's parameters. Each is a pure function of the seed and of its index among the parameters, drawn by
 * TensorFlow's stateless generator.
 */
export class Initializer {
  private made = 0;
  private purposes = 0;

  /** @param seed of the run */
  constructor(private readonly seed: number) {}

  /** Uniform in ±`bound`. */
  uniform(name: string, shape: number[], bound: number, torchAxes = inOrder(shape)): Parameter {
    return this.draw(name, torchAxes, (key) => uniformWithin(key, shape, bound));
  }

  /** Normal with mean 0. */
  normal(name: string, shape: number[], deviation: number, torchAxes = inOrder(shape)): Parameter {
    return this.draw(name, torchAxes, (key) => tf.mul(normal(key, shape), deviation));
  }

  constant(name: string, shape: number[], value: number): Parameter {
    return { name, variable: filled(shape, value, true), trainable: true, torchAxes: inOrder(shape) };
  }

  /** A layer's bias: uniform within ±1/√(fan-in), or 0 for EfficientNet. */
  bias(name: string, units: number, fanIn: number, scheme: Scheme): Parameter {
    return scheme === 'pytorch' ? this.uniform(name, [units], 1 / Math.sqrt(fanIn)) : this.constant(name, [units], 0);
  }

  /** A running statistic: stored with the network, not trained. */
  statistic(name: string, shape: number[], value: number): Parameter {
    return { name, variable: filled(shape, value, false), trainable: false, torchAxes: inOrder(shape) };
  }

  /** A number for one use of randomness in a step, from 1, unique within the network; 0 is the augmentation's. */
  purpose(): number {
    return ++this.purposes;
  }

  private draw(name: string, torchAxes: readonly number[], drawn: (key: Tensor) => Tensor): Parameter {
    const values = tf.tidy(() => drawn(tf.tensor1d(keyOf(this.seed, 0, this.made++))));
    const variable = tf.variable(values);
    values.dispose();
    return { name, variable, trainable: true, torchAxes };
  }
}

const inOrder = (shape: readonly number[]): readonly number[] => shape.map((_, axis) => axis);

function filled(shape: number[], value: number, trainable: boolean) {
  const values = tf.fill(shape, value);
  const variable = tf.variable(values, trainable);
  values.dispose();
  return variable;
}
