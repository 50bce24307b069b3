/** Slurm's commands as scripts of ours, which say what a test wants and note how they were called. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from '../training/small';

export interface FakeProgram {
  /** What it prints from now on; at its calls from the first on `turns`, if there are some. */
  prints(text: string, turns?: readonly string[]): void;
  /** Ends from now on with this status, and prints to stderr unless it is 0. */
  ends(status: number): void;
  /** The lines of its arguments and its input when it was last called; none if it was not. */
  seen(): string[];
  /** How often it was called. */
  calls(): number;
}

/** Puts a program on the path until the test ends. */
export function fakeProgram(t: TestContext, name: string, prints = ''): FakeProgram {
  const folder = temporaryFolder();
  const file = (part: string) => join(folder, part);
  writeFileSync(file('prints'), prints);
  writeFileSync(file('status'), '0');
  const script = [
    '#!/bin/sh',
    `{ printf '%s\\n' "$@"; cat; } > ${file('seen')}`,
    `echo >> ${file('calls')}`,
    `text=${file('prints')}.$(wc -c < ${file('calls')} | tr -d ' ')`,
    `[ -f "$text" ] || text=${file('prints')}`,
    `status=$(cat ${file('status')})`,
    `if [ "$status" = 0 ]; then cat "$text"; else cat "$text" >&2; fi`,
    'exit $status',
  ];
  writeFileSync(file(name), `${script.join('\n')}\n`);
  chmodSync(file(name), 0o755);
  const before = process.env.PATH;
  process.env.PATH = `${folder}${delimiter}${before}`;
  t.after(() => {
    process.env.PATH = before;
  });
  return {
    calls: () => (existsSync(file('calls')) ? readFileSync(file('calls'), 'utf8').length : 0),
    prints: (text, turns = []) => {
      for (const [i, turn] of turns.entries()) writeFileSync(file(`prints.${i + 1}`), turn);
      writeFileSync(file('prints'), text);
    },
    ends: (status) => writeFileSync(file('status'), String(status)),
    seen: () => (existsSync(file('seen')) ? readFileSync(file('seen'), 'utf8').trimEnd().split('\n') : []),
  };
}
