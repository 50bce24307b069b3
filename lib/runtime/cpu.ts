import { readFileSync } from 'node:fs';

let flags: ReadonlySet<string> | undefined;

/** Instruction sets of the CPU as /proc/cpuinfo names them, such as `amx_bf16`. Empty if there is no such file. */
export function cpuFlags(): ReadonlySet<string> {
  flags ??= readFlags();
  return flags;
}

function readFlags(): ReadonlySet<string> {
  try {
    const line = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
    return new Set(line.trim().split(/\s+/));
  } catch {
    return new Set();
  }
}
