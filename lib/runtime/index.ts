/** TensorFlow for TypeScript: typed kernels with gradients, keyed random numbers, captured steps. */
import './inspect';

export { quietly } from '../../scripts/system/quiet.cjs';
export { DataType, device, type NamedVariable, type Tensor, tf, typeOf, uint8Tensor, type Variable } from './backend';
export type { GraphNode } from './capture/graph';
export { nodeJson, shapeJson, typeName } from './capture/json';
export { lower } from './capture/lower';
export { type Body, Program, type ProgramOptions } from './capture/program';
export { CaptureError, record } from './capture/recorder';
export { cpuFlags } from './cpu';
export { relu, sigmoid, swish } from './kernels/activation';
export { add, matMul, withDecay } from './kernels/arithmetic';
export { biasAdd } from './kernels/bias';
export { cast, toFloat } from './kernels/cast';
export { globalAveragePool, repeatChannel, scaleChannels } from './kernels/channels';
export { conv2d } from './kernels/convolution';
export { crop } from './kernels/crop';
export { dense } from './kernels/dense';
export { depthwiseConv2d } from './kernels/depthwise';
export { dropout } from './kernels/dropout';
export { softmaxCrossEntropy } from './kernels/loss';
export { type BatchNorm, batchNormInference, batchNormTraining } from './kernels/normalization';
export { maxPool } from './kernels/pooling';
export { type Multiplier, productType } from './kernels/product';
export { flatten, gather } from './kernels/shape';
export { warp } from './kernels/warp';
export { foldIn, keyOf, normal, uniform, uniformWithin } from './keyed-random';
export {
  applyAdadelta,
  applyAdagrad,
  applyAdam,
  applyGradientDescent,
  applyMomentum,
  type Moments,
  updateIf,
} from './updates';
