/** Scripts in place of Slurm's commands, which print what a test specifies and log their calls. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from '../training/small';

export interface FakeProgram {
  /** Sets its output; the first calls print the elements of `turns`, if given. */
  prints(text: string, turns?: readonly string[]): void;
  /** Sets its exit status; it prints to stderr unless the status is 0. */
  ends(status: number): void;
  /** The arguments and the input of its last call, as lines; empty if it was not called. */
  seen(): string[];
  /** The number of calls. */
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
    `{ printf '%s\\n' "$@"; cat; } > ${file('seen.part')} && mv ${file('seen.part')} ${file('seen')}`,
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
