import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ComputeType } from '../models/network';
import { cast, DataType, device, matMul, type Tensor, tf } from '../runtime';
import type { Hyperparameters } from './hyperparameters';
import type { RunSettings } from './run';

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
  /** How many times as fast the CPU multiplies bfloat16 matrices as float32 ones. Asked for only where flags leave it open. */
  readonly bfloat16Gain: () => number;
}

const COMPUTE_TYPES = [DataType.float32, DataType.bfloat16, DataType.float16] as const;

/** Casting and the rest of a step cost what a smaller gain in its products brings. */
const LEAST_GAIN = 1.2;

/** From here on NVIDIA's cards multiply bfloat16 (Ampere), and float16 (Volta), several times faster than float32. */
const BFLOAT16_CAPABILITY = 8;
const FLOAT16_CAPABILITY = 7;

/**
 * What `precision=` means on a machine. `auto` takes the fastest type: bfloat16 on CPUs with AMX and on recent cards,
 * float16 on older cards, else float32. AVX-512 BF16 alone says little, since some CPUs run it slower than float32: there
 * the products of a few matrices decide. `mixed` takes bfloat16 even where it is slow or emulated.
 */
export function choosePrecision(precision: Hyperparameters['precision'], machine = thisMachine()): Precision {
  if (precision === 'float32' || precision === 'float16') return { compute: DataType[precision], why: 'as asked' };
  const native = nativeType(machine);
  if (precision === 'auto') return isLeftOpen(machine) ? measured(native, machine.bfloat16Gain()) : native;
  if (native.compute !== DataType.float32) return { ...native, why: `as asked; ${native.why}` };
  return { compute: DataType.bfloat16, why: `as asked; emulated, since ${native.why}` };
}

/** What a run goes on in: what it began with, whatever `auto` would take by now. */
export function precisionOf({ options, environment }: RunSettings): Precision {
  const began = COMPUTE_TYPES.find((compute) => computeName(compute) === environment.device.computes);
  return began === undefined ? choosePrecision(options.precision) : { compute: began, why: 'as the run began' };
}

/** What an evaluation of a run computes in: the same, unless this machine would only emulate it. */
export function evaluationType(run: RunSettings): ComputeType {
  const { compute } = precisionOf(run);
  const isNative = run.options.precision !== 'auto' || compute === nativeType().compute;
  return isNative ? compute : DataType.float32;
}

/** Its name, for the log and for `hyperparameters.json`. */
export function computeName(compute: ComputeType): string {
  if (compute === DataType.float32) return 'float32';
  return compute === DataType.bfloat16 ? 'mixed bfloat16' : 'mixed float16 with loss scaling';
}

/** The smallest type that the machine multiplies natively and that loses nothing. */
export function nativeType({ kind, flags, capability } = thisMachine()): Precision {
  if (kind === 'cpu') {
    const flag = /\bamx_bf16\b/.exec(flags)?.[0] ?? /\bavx512_bf16\b/.exec(flags)?.[0];
    if (flag) return { compute: DataType.bfloat16, why: `this CPU has ${flag}` };
    return { compute: DataType.float32, why: 'this CPU has neither avx512_bf16 nor amx_bf16' };
  }
  if (capability === undefined) return { compute: DataType.float32, why: 'nvidia-smi does not tell what the card can' };
  const why = `the card has compute capability ${capability.toFixed(1)}`;
  if (capability >= BFLOAT16_CAPABILITY) return { compute: DataType.bfloat16, why };
  return { compute: capability >= FLOAT16_CAPABILITY ? DataType.float16 : DataType.float32, why };
}

/** Whether the flags leave the speed of bfloat16 open; where they do not, nothing is measured. */
function isLeftOpen({ kind, flags }: Machine): boolean {
  return kind === 'cpu' && /\bavx512_bf16\b/.test(flags) && !/\bamx_bf16\b/.test(flags);
}

function measured({ compute, why }: Precision, gain: number): Precision {
  const speed = `multiplies bfloat16 ${gain.toFixed(2)} times as fast as float32`;
  return { compute: gain < LEAST_GAIN ? DataType.float32 : compute, why: `${why} and ${speed}` };
}

function thisMachine(): Machine {
  const { kind } = device();
  if (kind === 'gpu') return { kind, flags: '', capability: cardCapability(), bfloat16Gain };
  return { kind, flags: cpuFlags(), bfloat16Gain };
}

/** Measured by the fastest of five products of each type, in turns: a tenth of a second. */
function bfloat16Gain(): number {
  const size = 1024;
  const single = tf.ones([size, size]);
  const half = cast(single, DataType.bfloat16);
  const best = { single: Infinity, half: Infinity };
  for (let round = 0; round < 5; round++) {
    best.single = Math.min(best.single, millisecondsOf(single));
    best.half = Math.min(best.half, millisecondsOf(half));
  }
  tf.dispose([single, half]);
  return best.single / best.half;
}

function millisecondsOf(matrix: Tensor): number {
  const began = performance.now();
  matMul(matrix, matrix).dispose();
  return performance.now() - began;
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
