import { drawMix, mixes } from '../data/augment/mix';
import type { Dataset } from '../data/dataset';
import { inputSize } from '../models/sizes';
import { keyOf, Program, type ProgramOptions, type Tensor, tf, type Variable } from '../runtime';
import { averageInto, weightOfOld } from './average';
import { deviceData } from './device-data';
import type { Rates } from './schedules/schedule';
import type { Sums } from './sums';
import type { Model } from './trained-model';
import { type StepParts, trainingStep } from './training-step';
import { validationStep } from './validation-step';

/** Sums over validation images. */
export interface ValidationSums extends Sums {
  /**
   * Images by true (row) and predicted (column) class, `[classes · classes]`, if another metric than accuracy selects.
   */
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
  /**
   * Records the steps with these numbers of images, and a validation step with `validated` images (0: none). Without
   * it, the first step of each size loads the graph again.
   */
  prepare(steps: readonly number[], validated: number): void;
  /** One step on the images at `indices`. With ten crops per image, `correct` counts the share of correct crops. */
  train(indices: Int32Array, step: StepOptions): Sums;
  /** Sums over the first `counted` images at `indices`; the others are padding. */
  validate(indices: Int32Array, counted: number): ValidationSums;
  /** Copies weights and optimizer state to their variables. */
  pull(): void;
  dispose(): void;
}

/** The parts of a {@link TrainingProgram}. */
export interface TrainingParts extends Omit<StepParts, 'data'> {
  readonly data: Dataset;
  /** Target probabilities of each image, `[n, classes]`. */
  readonly targets: Float32Array;
}

/** Copies the images to the device once. A step receives indices, a key and rates, and returns two sums. */
export function trainingProgram(parts: TrainingParts, options: ProgramOptions): TrainingProgram {
  const { model, settings } = parts;
  const crop = inputSize(model.network);
  const data = deviceData(parts.data, parts.targets);
  const step = trainingStep({ ...parts, data });
  const bodies = {
    train: (indices: Tensor, key: Tensor, rate: Tensor, momentum: Tensor, ...[mask, share]: Tensor[]) => [
      step({ indices, key, rate, momentum, mix: mask && { mask, share } }),
    ],
    validate: validationStep({ ...parts, data }),
    average: (old: Tensor) => average(model, old),
  };
  const program = new Program([...stateOf(model), ...data.variables], bodies, options);
  const trainInputs = (indices: Int32Array, { key, rates }: Omit<StepOptions, 'steps'>) => {
    const mix = mixes(settings) ? mixInputs(drawMix(key, settings, crop), crop) : [];
    return [tf.tensor1d(indices), tf.tensor1d(key), tf.scalar(rates.rate), tf.scalar(rates.momentum), ...mix];
  };
  const validateInputs = (indices: Int32Array, counted: number) => {
    const mask = Float32Array.from(indices, (_, i) => (i < counted ? 1 : 0));
    return [tf.tensor1d(indices), tf.tensor1d(mask)];
  };
  return {
    prepare: (steps, validated) => {
      const step = { key: keyOf(settings.seed, 0, 0), rates: { rate: 0, momentum: 0 } };
      program.prepare([
        ...steps.map((n) => ['train', trainInputs(new Int32Array(n), step)] as const),
        ...(validated > 0 ? [['validate', validateInputs(new Int32Array(validated), validated)] as const] : []),
        ...(model.averaged ? [['average', [tf.scalar(0)]] as const] : []),
      ]);
    },
    train: (indices, { key, rates, steps }) => {
      const [[loss, correct]] = program.read('train', trainInputs(indices, { key, rates }));
      if (model.averaged) program.read('average', [tf.scalar(weightOfOld(settings.ema, steps))]);
      return { loss, correct };
    },
    validate: (indices, counted) => {
      const [[loss, correct], confusion] = program.read('validate', validateInputs(indices, counted));
      return { loss, correct, confusion };
    },
    pull: () => program.pull(),
    dispose: () => {
      program.dispose();
      data.dispose();
    },
  };
}

/** Every variable that steps read or assign, except the data. */
function stateOf({ network, averaged, optimizer, lossScale }: Model): Variable[] {
  const state = [...network.parameters, ...(averaged?.parameters ?? []), ...optimizer.slots, ...lossScale.slots];
  return state.map(({ variable }) => variable);
}

/** Moves the running mean of the weights. A body returns at least one tensor. */
function average({ network, averaged }: Model, old: Tensor): Tensor[] {
  averageInto(averaged!.parameters, network.parameters, old);
  return [old];
}

function mixInputs({ mask, share }: ReturnType<typeof drawMix>, crop: number): Tensor[] {
  return [tf.tensor4d(mask, [1, crop, crop, 1]), tf.scalar(share)];
}
