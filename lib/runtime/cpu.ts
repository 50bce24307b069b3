import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

let flags: ReadonlySet<string> | undefined;

/**
 * Instruction sets of the CPU as /proc/cpuinfo names them, such as `amx_bf16`, without those that ONEDNN_MAX_CPU_ISA
 * hides from oneDNN. Empty if there is no such file.
 */
export function cpuFlags(): ReadonlySet<string> {
  flags ??= readFlags();
  return flags;
}

/** The threads of an op, as TensorFlow and `native/parallel.h` count them. */
export function threads(): number {
  const given = Number.parseInt(process.env.TF_NUM_INTRAOP_THREADS ?? '', 10);
  return given > 0 ? given : availableParallelism();
}

function readFlags(): ReadonlySet<string> {
  try {
    return flagsOf(readFileSync('/proc/cpuinfo', 'utf8'), process.env.ONEDNN_MAX_CPU_ISA);
  } catch {
    return new Set();
  }
}

/**
 * @param cpuinfo text of /proc/cpuinfo
 * @param limit oneDNN's name of the widest instruction set that may be used, such as `AVX2`; by default all of them
 */
export function flagsOf(cpuinfo: string, limit = ''): ReadonlySet<string> {
  const line = /^flags\s*:(.*)$/m.exec(cpuinfo)?.[1] ?? '';
  return new Set(
    line
      .trim()
      .split(/\s+/)
      .filter((flag) => isAllowed(flag, limit)),
  );
}

/** As `is_avx512_allowed` in `native/target.h`. */
function isAllowed(flag: string, limit: string): boolean {
  if (/^(|ALL|DEFAULT)$/.test(limit)) return true;
  if (flag.startsWith('amx_')) return limit.includes('AMX');
  if (flag.startsWith('avx512')) return /^AVX(512|10)/.test(limit);
  return (flag !== 'avx2' && flag !== 'fma') || /^AVX(2|512|10)/.test(limit);
}
