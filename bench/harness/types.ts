import type { ComputeType } from '../../lib/models/network';
import { cpuFlags, DataType, device } from '../../lib/runtime';
import { choosePrecision, nativeType } from '../../lib/training/precision';
import { report } from './report';

/** Element types for contenders, as DataType and PyTorch name them. */
export type TypeName = 'float32' | 'bfloat16' | 'float16';

/** PyTorch's memory layouts: by channel, or by pixel. */
export const LAYOUTS = ['default', 'channels-last'] as const;

/** The name of a PyTorch contender in reports. */
export function pytorch(type: TypeName, layout: (typeof LAYOUTS)[number]): string {
  return `PyTorch ${type} ${layout}`;
}

/**
 * float32 and the type of `precision=mixed`. If PyTorch would only emulate the latter, reports that it is skipped:
 * nobody trains that way.
 */
export function typesHere(bench: string): TypeName[] {
  const { kind } = device();
  const isEmulated = kind === 'cpu' ? !cpuFlags().has('avx512_bf16') : nativeType().compute === DataType.float32;
  if (isEmulated) {
    report(bench, { left_out: 'mixed precision', why: `PyTorch would emulate it on this ${kind.toUpperCase()}` });
    return ['float32'];
  }
  return ['float32', nameOf(choosePrecision('mixed').compute)];
}

/** The type that `precision=auto` selects on this machine. */
export function autoType(): TypeName {
  return nameOf(choosePrecision('auto').compute);
}

function nameOf(compute: ComputeType): TypeName {
  if (compute === DataType.float32) return 'float32';
  return compute === DataType.bfloat16 ? 'bfloat16' : 'float16';
}
