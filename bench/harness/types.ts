import { cpuFlags, DataType, device } from '../../lib/runtime';
import { choosePrecision, nativeType } from '../../lib/training/precision';

/** Element types for contenders, as DataType and PyTorch name them. */
export type TypeName = 'float32' | 'bfloat16' | 'float16';

/** The type of `precision=mixed`; undefined if PyTorch would only emulate it here: nobody trains that way. */
export function mixedType(): TypeName | undefined {
  const isEmulated =
    device().kind === 'cpu' ? !cpuFlags().has('avx512_bf16') : nativeType().compute === DataType.float32;
  return isEmulated ? undefined : typeName('mixed');
}

/** The type for a `precision=` of a training on this machine. */
export function typeName(precision: 'float32' | 'mixed'): TypeName {
  const { compute } = choosePrecision(precision);
  if (compute === DataType.float32) return 'float32';
  return compute === DataType.bfloat16 ? 'bfloat16' : 'float16';
}
