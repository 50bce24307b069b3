import type { ComputeType } from '../../lib/models/network';
import { cpuFlags, DataType, device } from '../../lib/runtime';
import { choosePrecision, nativeType } from '../../lib/training/precision';

/** Element types for contenders, as DataType and PyTorch name them. */
export type TypeName = 'float32' | 'bfloat16' | 'float16';

/** The type of `precision=mixed`; undefined if PyTorch would only emulate it here: nobody trains that way. */
export function mixedType(): TypeName | undefined {
  const isEmulated =
    device().kind === 'cpu' ? !cpuFlags().has('avx512_bf16') : nativeType().compute === DataType.float32;
  return isEmulated ? undefined : nameOf(choosePrecision('mixed').compute);
}

function nameOf(compute: ComputeType): TypeName {
  if (compute === DataType.float32) return 'float32';
  return compute === DataType.bfloat16 ? 'bfloat16' : 'float16';
}
