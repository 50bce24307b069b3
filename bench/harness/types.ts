import type { ComputeType } from '../../lib/models/network';
import { DataType } from '../../lib/runtime';
import { choosePrecision, nativeType } from '../../lib/training/precision';
import { report } from './report';

/** Element types that contenders compute in, as DataType and PyTorch name them. */
export type TypeName = 'float32' | 'bfloat16' | 'float16';

/** The memory layouts that PyTorch computes in: by channel, or by pixel. */
export const LAYOUTS = ['default', 'channels-last'] as const;

/** What reports call a peer. */
export function pytorch(type: TypeName, layout: (typeof LAYOUTS)[number]): string {
  return `PyTorch ${type} ${layout}`;
}

/**
 * float32, and what this machine multiplies natively besides. Where that is nothing, a line says so: emulated, bfloat16
 * would measure the emulation.
 */
export function typesHere(bench: string): TypeName[] {
  const { compute, why } = nativeType();
  if (compute === DataType.float32) {
    report(bench, { left_out: 'mixed precision', why });
    return ['float32'];
  }
  return ['float32', nameOf(compute)];
}

/** What `precision=auto` takes on this machine. */
export function autoType(): TypeName {
  return nameOf(choosePrecision('auto').compute);
}

function nameOf(compute: ComputeType): TypeName {
  if (compute === DataType.float32) return 'float32';
  return compute === DataType.bfloat16 ? 'bfloat16' : 'float16';
}
