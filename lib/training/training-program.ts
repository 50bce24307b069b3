import { augment } from '../data/augment/augment';
import { augmentations } from '../data/augment/augmentations';
import { drawMix, mixed, mixes } from '../data/augment/mix';
import { count, type Dataset } from '../data/dataset';
import { type ComputeType, trainable } from '../models/network';
import { inputSize } from '../models/sizes';
import { viewLogits } from '../models/view-logits';
import { gather, Program, type ProgramOptions, type Tensor, tf, uint8Tensor } from '../runtime';
import { averageInto, weightOfOld } from './average';
import { clipped } from './clip';
import type { Hyperparameters } from './hyperparameters';
import { losses } from './losses';
import { validationViews } from './protocol';
import type { Rates } from './schedules/schedule';
import type { Sums } from './sums';
import type { Model } from './trained-model';

/** Sums over validation images. */
export interface ValidationSums extends Sums {
  /** Images by true (row) and predicted (column) class, `[classes · classes]`, if another metric than accuracy selects. */
  readonly confusion?: Float32Array;
}

/** Inputs of a step besides its images. */
export interface StepOptions {
  /** Key of the step's random numbers. */
  readonly key: Int32Array;
  readonly rates: Rates;
  /** Number of earlier steps of the run. */
  readonly steps: number;
}

/** A model and its data inside TensorFlow. */
export interface TrainingProgram {
  /** One step on the images at `indices`. With ten crops per image, `correct` counts the share of correct crops. */
  train(indices: Int32Array, step: StepOptions): Sums;
  /** Sums over the first `counted` images at `indices`; the others are padding. */
  validate(indices: Int32Array, counted: number): ValidationSums;
  /** Copies weights and optimizer state to their variables. */
  pull(): void;
  dispose(): void;
}

/** The parts of a {@link TrainingProgram}. */
export interface TrainingParts {
  readonly model: Model;
  readonly data: Dataset;
  /** Target probabilities of each image, `[n, classes]`. */
  readonly targets: Float32Array;
  /** Weight of each class in the loss, `[classes]`. @default the same for all */
  readonly classWeights?: Float32Array;
  readonly compute: ComputeType;
  readonly settings: Hyperparameters;
}

/** Copies the images to the device once. A step receives indices, a key and rates, and returns two sums. */
export function trainingProgram(parts: TrainingParts, options: ProgramOptions): TrainingProgram {
  const { model, data, classWeights, compute, settings } = parts;
  const { network, averaged, optimizer, lossScale } = model;
  const changes = augmentations.get(settings.augment);
  const lossOf = losses.get(settings.loss);
  const trained = trainable(network);
  const crop = inputSize(network);
  const classes = data.classes.length;
  const images = constantVariable(uint8Tensor(data.images, [count(data), data.size, data.size, 1]));
  const targets = constantVariable(tf.tensor2d(parts.targets, [count(data), classes]));
  const labels = constantVariable(tf.tensor1d(Int32Array.from(data.labels)));
  const givenOf = (indices: Tensor) => tf.cast(tf.oneHot(gather(labels, indices).toInt(), classes), 'float32');

  /** The mean weighted by the classes of the targets, relative to the batch's sum of weights, as PyTorch's cross-entropy. */
  const weightedMean = (values: Tensor, of: Tensor): Tensor => {
    if (classWeights === undefined) return tf.mean(values);
    const weights = tf.sum(tf.mul(of, tf.tensor2d(classWeights, [1, classes])), 1);
    return tf.div(tf.sum(tf.mul(values, weights)), tf.sum(weights));
  };

  /** `mask` and `share` are inputs if images are mixed. */
  const train = (indices: Tensor, key: Tensor, rate: Tensor, momentum: Tensor, mask?: Tensor, share?: Tensor) => {
    const crops = augment(gather(images, indices), key, changes, crop, settings.crops);
    const repeats = [crops.shape[0] / indices.shape[0], 1];
    const given = tf.tile(givenOf(indices), repeats);
    const learned = tf.tile(gather(targets, indices), repeats);
    const [x, y] = mask && share ? [mixed(crops, mask), mixed(learned, share)] : [crops, learned];
    let right: Tensor | undefined;
    try {
      const { value, grads } = tf.variableGrads(
        () => {
          const logits = network.forward(x, { training: true, key }, compute);
          right = tf.keep(hits(logits, given));
          return lossScale.scaled(weightedMean(lossOf(logits, y), y)).asScalar();
        },
        trained.map(({ variable }) => variable),
      );
      const [loss, ...gradients] = lossScale.unscaled([value, ...trained.map(({ variable }) => grads[variable.name])]);
      lossScale.update(gradients, () => {
        optimizer.step(clipped(gradients, settings.clip_norm), { rate, momentum });
      });
      const n = indices.shape[0];
      return [sums(tf.mul(loss, n), tf.mul(tf.mean(right!), n))];
    } finally {
      right?.dispose(); // kept, so that no tidy frees it
    }
  };

  const validate = (indices: Tensor, mask: Tensor): Tensor[] => {
    const given = givenOf(indices);
    const logits = viewLogits(averaged ?? network, gather(images, indices), validationViews(settings), compute);
    const masked = (values: Tensor) => tf.sum(tf.mul(values, mask));
    const both = sums(masked(lossOf(logits, given)), masked(hits(logits, given)));
    if (settings.select_on === 'accuracy') return [both];
    const said = tf.cast(tf.oneHot(tf.argMax(logits, 1).toInt(), classes), 'float32');
    const table = tf.matMul(tf.mul(given, tf.reshape(mask, [-1, 1])), said, true, false); // [classes, classes]
    return [both, table];
  };

  const average = (old: Tensor): Tensor[] => {
    averageInto(averaged!.parameters, network.parameters, old);
    return [old];
  };

  const state = [...network.parameters, ...(averaged?.parameters ?? []), ...optimizer.slots, ...lossScale.slots];
  const variables = [...state.map(({ variable }) => variable), images, targets, labels];
  const program = new Program(variables, { train, validate, average }, options);
  const run = (name: 'train' | 'validate' | 'average', inputs: Tensor[]): Float32Array => program.read(name, inputs)[0];
  return {
    train: (indices, { key, rates, steps }) => {
      const inputs: Tensor[] = [
        tf.tensor1d(indices),
        tf.tensor1d(key),
        tf.scalar(rates.rate),
        tf.scalar(rates.momentum),
      ];
      if (mixes(settings)) {
        const { mask, share } = drawMix(key, settings, crop);
        inputs.push(tf.tensor4d(mask, [1, crop, crop, 1]), tf.scalar(share));
      }
      const [loss, correct] = run('train', inputs);
      if (averaged) run('average', [tf.scalar(weightOfOld(settings.ema, steps))]);
      return { loss, correct };
    },
    validate: (indices, counted) => {
      const mask = Float32Array.from(indices, (_, i) => (i < counted ? 1 : 0));
      const [[loss, correct], confusion] = program.read('validate', [tf.tensor1d(indices), tf.tensor1d(mask)]);
      return { loss, correct, confusion };
    },
    pull: () => program.pull(),
    dispose: () => {
      program.dispose();
      tf.dispose([images, targets, labels]);
    },
  };
}

/** 1 if the largest logit is the label's, otherwise 0; `[n]`. */
function hits(logits: Tensor, given: Tensor): Tensor {
  return tf.cast(tf.equal(tf.argMax(logits, 1), tf.argMax(given, 1)), 'float32');
}

/** Both sums in one tensor, so that a step reads back once. */
function sums(loss: Tensor, correct: Tensor): Tensor {
  return tf.stack([loss, correct]);
}

function constantVariable(values: Tensor) {
  const variable = tf.variable(values, false);
  values.dispose();
  return variable;
}
