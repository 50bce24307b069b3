import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

let flags: ReadonlySet<string> | undefined;

/**
 * Instruction sets of the CPU as /proc/cpuinfo names them, such as `amx_bf16`, without AMX if ONEDNN_MAX_CPU_ISA hides it
 * from TensorFlow. Empty if there is no such file.
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
    const line = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
    const isHidden = !/^(|.*AMX.*|ALL|DEFAULT)$/.test(process.env.ONEDNN_MAX_CPU_ISA ?? '');
    const names = line.trim().split(/\s+/);
    return new Set(isHidden ? names.filter((name) => !name.startsWith('amx_')) : names);
  } catch {
    return new Set();
  }
}
