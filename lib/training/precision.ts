import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ComputeType } from '../models/network';
import { cast, conv2d, DataType, device, type Tensor, tf } from '../runtime';
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
  /** How many times as fast the CPU convolves in bfloat16 as in float32. Asked for only where flags leave it open. */
  readonly bfloat16Gain: () => number;
}

const COMPUTE_TYPES = [DataType.float32, DataType.bfloat16, DataType.float16] as const;

/** Casting and the rest of a step cost what a smaller gain in its convolutions brings. */
const LEAST_GAIN = 1.2;

/** From here on NVIDIA's cards multiply bfloat16 (Ampere), and float16 (Volta), several times faster than float32. */
const BFLOAT16_CAPABILITY = 8;
const FLOAT16_CAPABILITY = 7;

/**
 * What `precision=` means on a machine. `auto` takes the fastest type: bfloat16 on CPUs with AMX and on recent cards,
 * float16 on older cards, else float32. AVX-512 BF16 alone says little, since some CPUs run it slower than float32, which
 * has Winograd's convolution besides: there a few convolutions decide. `mixed` takes bfloat16 even where it is slow or
 * emulated.
 */
export function choosePrecision(precision: Hyperparameters['precision'], machine = thisMachine()): Precision {
  if (precision === 'float32') return { compute: DataType.float32, why: 'as asked' };
  if (precision === 'float16') {
    const slow = '; slow, since TensorFlow has no fast gradients of float16 convolutions on CPUs';
    return { compute: DataType.float16, why: `as asked${machine.kind === 'cpu' ? slow : ''}` };
  }
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
  const speed = `convolves in bfloat16 ${gain.toFixed(2)} times as fast as in float32`;
  return { compute: gain < LEAST_GAIN ? DataType.float32 : compute, why: `${why} and ${speed}` };
}

function thisMachine(): Machine {
  const { kind } = device();
  if (kind === 'gpu') return { kind, flags: '', capability: cardCapability(), bfloat16Gain };
  return { kind, flags: cpuFlags(), bfloat16Gain };
}

/** By one of the VGG's layers, forward and back: the fastest of three runs in each type, in turns, after a first. */
function bfloat16Gain(): number {
  return tf.tidy(() => {
    const x = tf.ones([16, 20, 20, 128]);
    const filter = tf.ones([3, 3, 128, 128]);
    const milliseconds = (compute: ComputeType) => {
      const sum = (...[x, filter]: Tensor[]) => tf.sum(cast(conv2d(cast(x, compute), filter), DataType.float32));
      const began = performance.now();
      tf.grads(sum)([x, filter]);
      return performance.now() - began;
    };
    const types = [DataType.float32, DataType.bfloat16];
    const rounds = Array.from({ length: 4 }, () => types.map(milliseconds)).slice(1);
    const [single, half] = types.map((_, i) => Math.min(...rounds.map((round) => round[i])));
    return single / half;
  });
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
