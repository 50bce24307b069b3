import { execFileSync } from 'node:child_process';
import type { ComputeType } from '../models/network';
import { cpuFlags, DataType, device, type Multiplier, productType } from '../runtime';
import type { Hyperparameters } from './hyperparameters';
import type { RunSettings } from './run-folder';

/** The element type of a run's computations, and why. */
export interface Precision {
  readonly compute: ComputeType;
  readonly why: string;
}

/** Properties of the machine that determine it. */
export interface Machine extends Multiplier {
  /** NVIDIA's compute capability, such as 8.6, the lowest of the GPUs; undefined if nvidia-smi does not report it. */
  readonly capability?: number;
}

const COMPUTE_TYPES = [DataType.float32, DataType.bfloat16, DataType.float16] as const;

/**
 * From these compute capabilities on, NVIDIA GPUs multiply bfloat16 (Ampere) and float16 (Volta) several times faster
 * than float32.
 */
const BFLOAT16_CAPABILITY = 8;
const FLOAT16_CAPABILITY = 7;

/**
 * The element type for `precision=` on a machine. `auto` selects what most networks are fastest in: bfloat16 on recent
 * GPUs and CPUs with AMX, float16 on older GPUs, float32 elsewhere. `mixed` and `float16` are used even if they are not faster.
 */
export function choosePrecision(precision: Hyperparameters['precision'], machine = thisMachine()): Precision {
  const native = nativeType(machine);
  if (precision === 'auto') return native;
  if (precision === 'mixed' && native.compute !== DataType.float32)
    return { ...native, why: `as requested; ${native.why}` };
  const compute = precision === 'mixed' ? DataType.bfloat16 : DataType[precision];
  return { compute, why: ['as requested', ...drawback(compute, native, machine)].join('; ') };
}

/** Why a type is slower than the machine's native one. */
function drawback(compute: ComputeType, native: Precision, machine: Machine): string[] {
  if (productType(compute, machine) !== compute) return ['products in float32, which this CPU multiplies faster'];
  const isEmulated = compute !== DataType.float32 && native.compute === DataType.float32;
  return isEmulated ? [`emulated, since ${native.why}`] : [];
}

/** The precision of a resumed run: the one it started with, even if `auto` would select another one now. */
export function precisionOf({ options, environment }: RunSettings): Precision {
  const began = COMPUTE_TYPES.find((compute) => computeName(compute) === environment.device.computes);
  return began === undefined
    ? choosePrecision(options.precision)
    : { compute: began, why: 'as at the start of the run' };
}

/** The element type for evaluating a run: the same as in training, unless `auto` would not select it here. */
export function evaluationType(run: RunSettings): ComputeType {
  const { compute } = precisionOf(run);
  const isFastest = run.options.precision !== 'auto' || compute === choosePrecision('auto').compute;
  return isFastest ? compute : DataType.float32;
}

/** Its name, for the log and for `hyperparameters.json`. */
export function computeName(compute: ComputeType): string {
  if (compute === DataType.float32) return 'float32';
  return compute === DataType.bfloat16 ? 'mixed bfloat16' : 'mixed float16 with loss scaling';
}

/** The type that the machine multiplies fastest. */
export function nativeType({ kind, flags, capability } = thisMachine()): Precision {
  if (kind === 'cpu') {
    const compute = productType(DataType.bfloat16, { kind, flags });
    return { compute, why: `this CPU has ${compute === DataType.float32 ? 'no ' : ''}amx_bf16` };
  }
  if (capability === undefined)
    return { compute: DataType.float32, why: 'nvidia-smi does not report its compute capability' };
  const why = `the card has compute capability ${capability.toFixed(1)}`;
  if (capability >= BFLOAT16_CAPABILITY) return { compute: DataType.bfloat16, why };
  return { compute: capability >= FLOAT16_CAPABILITY ? DataType.float16 : DataType.float32, why };
}

function thisMachine(): Machine {
  const { kind } = device();
  return { kind, flags: cpuFlags(), capability: kind === 'gpu' ? cardCapability() : undefined };
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
