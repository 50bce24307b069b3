import { keyOf, tf, uniform } from '../runtime';
import type { Parameter } from './layers';

/**
 * Makes a network's parameters. Each is a pure function of the seed and of its place among the parameters, drawn by
 * TensorFlow's stateless generator.
 */
export class Initializer {
  private made = 0;
  private purposes = 0;

  /** @param seed of the run */
  constructor(private readonly seed: number) {}

  /** Uniform in ±`bound`. */
  uniform(name: string, shape: number[], bound: number): Parameter {
    const values = tf.tidy(() => {
      const key = tf.tensor1d(keyOf(this.seed, 0, this.made++));
      return tf.mul(tf.sub(uniform(key, shape), 0.5), 2 * bound);
    });
    const variable = tf.variable(values);
    values.dispose();
    return { name, variable, trainable: true };
  }

  constant(name: string, shape: number[], value: number): Parameter {
    return { name, variable: filled(shape, value, true), trainable: true };
  }

  /** A running statistic: carried along, not trained. */
  statistic(name: string, shape: number[], value: number): Parameter {
    return { name, variable: filled(shape, value, false), trainable: false };
  }

  /** A number for one use of a step's randomness, from 1, distinct within the network; 0 is the augmentation's. */
  purpose(): number {
    return ++this.purposes;
  }
}

function filled(shape: number[], value: number, trainable: boolean) {
  const values = tf.fill(shape, value);
  const variable = tf.variable(values, trainable);
  values.dispose();
  return variable;
}
