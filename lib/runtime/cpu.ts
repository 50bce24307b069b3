import { readFileSync } from 'node:fs';

let flags: ReadonlySet<string> | undefined;

/** Instruction sets of the CPU, by the names of /proc/cpuinfo, as `amx_bf16`; none where there is no such file. */
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
