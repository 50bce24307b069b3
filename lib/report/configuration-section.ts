import { isKnownEverywhere } from '../models/registry';
import { importCommand, trainCommand, trainCommands } from '../training/command-line';
import type { ReportedRun } from './reported-run';
import type { Block, Section } from './section';

/** The settings of the run, enough to repeat it. */
export function configuration(run: ReportedRun): Section {
  const { options, environment } = run;
  const blocks: Block[] = [...commands(run), { values: named(options) }];
  for (const [group, values] of Object.entries(environment)) blocks.push({ title: group, values: named(values) });
  return { title: 'Configuration', newPage: true, blocks };
}

/** The commands that repeat the run, with notes for the reader. */
function commands(run: ReportedRun): Block[] {
  const { options, environment } = run;
  if (environment.imported) return [{ command: importCommand(options, environment.imported) }];
  const lines = trainCommands(run);
  const texts = [
    ...(isKnownEverywhere(options.network)
      ? []
      : [`The network ${options.network} is defined in a notebook: train it again there.`]),
    ...(lines?.length === 1 ? [] : [lengths(run)]),
    ...(lines === undefined
      ? ['No command repeats this, since the schedule had not ended. A run of as many epochs at once:']
      : []),
  ];
  return [...texts.map((text) => ({ text })), { command: (lines ?? [trainCommand(options)]).join('\n') }];
}

/** How the run's length was changed, if that affected its schedule. */
function lengths({ options, prolonged }: ReportedRun): string {
  const parts = prolonged.map(
    ({ n_epochs, epoch, step }) => `${n_epochs} until epoch ${epoch}${step > 0 ? ` and ${step} steps` : ''}`,
  );
  return `n_epochs was changed (it was ${parts.join(', ')}), and schedule=${options.schedule} depends on it.`;
}

function named(values: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(values).map(([name, value]) => [name, value === '' ? '–' : shown(value)]);
}

/** A value, or the source files of one, each with its SHA-256. */
function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, each]) => `${name}: ${each}`)
    .join(', ');
}
