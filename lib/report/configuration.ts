import { type Hyperparameters, KEYS, toKeys } from '../training/hyperparameters';
import type { ReportedRun } from './run';
import type { Block, Section } from './section';

/** What decided the run, enough to run it again. */
export function configuration({ options, environment }: ReportedRun): Section {
  const blocks: Block[] = [{ command: trainCommand(options) }, { values: named(toKeys(options)) }];
  for (const [group, values] of Object.entries(environment)) blocks.push({ title: group, values: named(values) });
  return { title: 'Configuration', newPage: true, blocks };
}

/** The command line that trains such a run: the keys whose values are not the defaults. */
export function trainCommand(options: Hyperparameters): string {
  const changed = Object.entries(toKeys(options)).filter(([key, value]) => value !== KEYS[key].default);
  return `npm run train -- ${changed.map(([key, value]) => `${key}=${word(value)}`).join(' ')}`;
}

/** A value as a shell takes it for one word. */
function word(value: unknown): string {
  const text = String(value);
  return /^[\w./:+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function named(values: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(values).map(([name, value]) => [name, value === '' ? '–' : String(value)]);
}
