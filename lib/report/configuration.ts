import { trainCommand } from '../training/command-line';
import { toKeys } from '../training/hyperparameters';
import type { ReportedRun } from './run';
import type { Block, Section } from './section';

/** What decided the run, enough to run it again. */
export function configuration({ options, environment }: ReportedRun): Section {
  const blocks: Block[] = [{ command: trainCommand(options) }, { values: named(toKeys(options)) }];
  for (const [group, values] of Object.entries(environment)) blocks.push({ title: group, values: named(values) });
  return { title: 'Configuration', newPage: true, blocks };
}

function named(values: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(values).map(([name, value]) => [name, value === '' ? '–' : shown(value)]);
}

/** A value, or the files that one came from, each with its SHA-256. */
function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, each]) => `${name}: ${each}`)
    .join(', ');
}
