import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ComputeType } from '../models/network';
import { DataType, device } from '../runtime';
import type { Hyperparameters } from './hyperparameters';

/** What a run computes in, and why. */
export interface Precision {
  readonly compute: ComputeType;
  readonly why: string;
}

/** What decides it. */
export interface Machine {
  readonly kind: 'cpu' | 'gpu';
  /** Instruction sets of the CPU, as /proc/cpuinfo names them. */
  readonly flags: string;
  /** NVIDIA's compute capability, as 8.6, of the least of the cards; undefined where nvidia-smi does not tell it. */
  readonly capability?: number;
}

/** From here on NVIDIA's cards multiply bfloat16 (Ampere), and float16 (Volta), several times faster than float32. */
const BFLOAT16_CAPABILITY = 8;
const FLOAT16_CAPABILITY = 7;

/**
 * What `precision=` means on a machine. `auto` takes the fastest type that the machine multiplies natively: bfloat16 on
 * CPUs with AVX-512 BF16 or AMX and on recent cards, float16 on older cards, else float32. `mixed` takes bfloat16 even
 * where it is emulated.
 */
export function choosePrecision(precision: Hyperparameters['precision'], machine = thisMachine()): Precision {
  if (precision === 'float32' || precision === 'float16') return { compute: DataType[precision], why: 'as asked' };
  const native = nativeType(machine);
  if (precision === 'auto' || native.compute !== DataType.float32) return native;
  return { compute: DataType.bfloat16, why: `as asked; emulated, since ${native.why}` };
}

/** The element type that `precision=` means on this machine. */
export function computeType(precision: Hyperparameters['precision']): ComputeType {
  return choosePrecision(precision).compute;
}

/** Its name, for the log. */
export function computeName(compute: ComputeType): string {
  if (compute === DataType.float32) return 'float32';
  return compute === DataType.bfloat16 ? 'mixed bfloat16' : 'mixed float16 with loss scaling';
}

/** The fastest type that loses nothing, by what the machine multiplies natively. */
function nativeType({ kind, flags, capability }: Machine): Precision {
  if (kind === 'cpu') {
    const flag = /\b(avx512_bf16|amx_bf16)\b/.exec(flags)?.[1];
    if (flag) return { compute: DataType.bfloat16, why: `this CPU has ${flag}` };
    return { compute: DataType.float32, why: 'this CPU has neither avx512_bf16 nor amx_bf16' };
  }
  if (capability === undefined) return { compute: DataType.float32, why: 'nvidia-smi does not tell what the card can' };
  const why = `the card has compute capability ${capability.toFixed(1)}`;
  if (capability >= BFLOAT16_CAPABILITY) return { compute: DataType.bfloat16, why };
  return { compute: capability >= FLOAT16_CAPABILITY ? DataType.float16 : DataType.float32, why };
}

function thisMachine(): Machine {
  const { kind } = device();
  return kind === 'gpu' ? { kind, flags: '', capability: cardCapability() } : { kind, flags: cpuFlags() };
}

function cpuFlags(): string {
  try {
    return /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}

function cardCapability(): number | undefined {
  try {
    const query = ['--query-gpu=compute_cap', '--format=csv,noheader'];
    const text = execFileSync('nvidia-smi', query, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const capabilities = text.trim().split('\n').map(Number);
    return capabilities.every(Number.isFinite) ? Math.min(...capabilities) : undefined;
  } catch {
    return undefined;
  }
}
