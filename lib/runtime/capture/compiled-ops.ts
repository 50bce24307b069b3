/**
 * The attribute by which TensorFlow recognises the ops of one kernel of XLA, and the kernel's name. The names are chosen
 * here, not by TensorFlow, which would number the kernels of a process: equal programs then have equal names, by which
 * compiled kernels are found again.
 */
export const KERNEL = '_XlaCluster';

/**
 * The ops that XLA compiles inside `fused`: arithmetic of elements, and what moves or sums them. The others run by
 * TensorFlow's kernels there too: XLA's products and convolutions are slower, it draws other random numbers, and it
 * does not know the project's own ops.
 */
const COMPILED = new Set(
  [
    'Abs AddV2 Ceil Cos Elu Exp Expm1 Floor Log Log1p Maximum Minimum Mul Neg Pow RealDiv Reciprocal Relu Relu6 Round',
    'Rsqrt Selu Sigmoid Sign Sin Softplus Sqrt Square SquaredDifference Sub Tanh Cast ClipByValue SelectV2',
    'Equal Greater GreaterEqual Less LessEqual LogicalAnd LogicalNot LogicalOr NotEqual',
    'BroadcastTo ConcatV2 ExpandDims GatherV2 Pack PadV2 Range Reshape Slice Squeeze StridedSlice Tile Transpose Unpack',
    'Max Mean Min Sum',
  ].flatMap((line) => line.split(' ')),
);

/** Whether XLA compiles the op inside `fused`. */
export function isCompilable(op: string): boolean {
  return COMPILED.has(op);
}
