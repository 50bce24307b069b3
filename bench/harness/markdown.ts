import { benchNetwork } from '../networks';
import type { ComparisonResult } from './compare-network';
import { median } from './quantile';
import type { Result } from './race';
import type { MeasuredPhase, Report } from './report';

type Measured = { readonly name: string; readonly times: readonly number[] };

/** A report as Markdown: machine and versions, networks, every peer, phases, and what was left out. */
export function markdown(report: Report): string {
  const { comparisons, phases } = report;
  const parts = [
    machineText(report),
    ...(comparisons.length > 0 ? [networkTable(comparisons), peerTable(comparisons)] : []),
    ...(phases.length > 0 ? [phaseTable(phases)] : []),
    leftOut(report),
    costs(report),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** The fastest contender by its median; undefined if there is none. */
export function fastest<T extends Measured>(contenders: readonly T[]): T | undefined {
  return [...contenders].sort((a, b) => median(a.times) - median(b.times)).at(0);
}

/** How many times as fast as the fastest peer this project is; undefined without a peer. */
export function timesAsFast(ours: Measured, theirs: readonly Measured[]): number | undefined {
  const best = fastest(theirs);
  return best && median(best.times) / median(ours.times);
}

/** `0.44 s`, `4.1 ms`, from milliseconds. */
export function timeText(milliseconds: number): string {
  return milliseconds >= 100 ? `${(milliseconds / 1000).toPrecision(3)} s` : `${milliseconds.toPrecision(2)} ms`;
}

function machineText({ machine, date, threads, comparisons, phases }: Report): string {
  const contenders = [
    ...comparisons.flatMap(({ ours, rivals }) => [ours, ...rivals]),
    ...phases.flatMap(({ ours, theirs }) => [ours, ...theirs]),
  ];
  const versions = new Map(
    contenders.flatMap(({ about }) => Object.entries(about)).filter(([, value]) => typeof value === 'string'),
  );
  const { cpu, cores, instructions, memory, node } = machine;
  const hardware = `${cpu}, ${cores} cores, ${instructions}, ${memory} GB; ${threads} threads per contender`;
  return `${date.slice(0, 10)}: ${hardware}. Node ${node}, ${[...versions].map(([name, version]) => `${name.replaceAll('_', ' ')} ${version}`).join(', ')}.`;
}

/** One row per network and batch size: step, ten-crop evaluation and peak memory, here and of the fastest peer. */
function networkTable(comparisons: readonly ComparisonResult[]): string {
  const keys = [...new Map(comparisons.map((one) => [`${one.network} ${one.precision} ${one.batch}`, one])).values()];
  const rows = keys
    .sort((a, b) => names(comparisons).indexOf(a.network) - names(comparisons).indexOf(b.network) || a.batch - b.batch)
    .map(({ network, batch, precision }) => {
      const of = (job: string) =>
        comparisons.find(
          (one) => one.network === network && one.batch === batch && one.precision === precision && one.job === job,
        );
      const [step, predict] = [of('step'), of('predict')];
      return [
        precision === 'float32' ? network : `${network}, ${precision}`,
        String(batch),
        ...against(step),
        ...against(predict),
        memoryText(step?.ours.peak),
        memoryText(pytorchPeak(step)),
      ];
    });
  const header = [
    'network',
    'batch',
    'step',
    'fastest peer',
    'ratio (goal)',
    'ten crops',
    'fastest peer',
    'ratio (goal)',
    'peak of the step',
    "PyTorch's",
  ];
  return table(header, rows);
}

function names(comparisons: readonly ComparisonResult[]): string[] {
  return [...new Set(comparisons.map(({ network }) => network))];
}

function against(comparison: ComparisonResult | undefined): string[] {
  if (comparison === undefined) return ['', '', ''];
  const { ours, rivals, network, job } = comparison;
  const best = fastest(rivals.filter(({ final }) => final));
  const ratio = timesAsFast(
    ours,
    rivals.filter(({ final }) => final),
  );
  return [
    timeText(median(ours.times)),
    best ? `${best.name} ${timeText(median(best.times))}` : 'none ran',
    ratio === undefined ? '' : `${ratio.toFixed(2)} × (${benchNetwork(network).goals[job]})`,
  ];
}

/** The least memory of PyTorch's settings, except those that compile. */
function pytorchPeak(comparison: ComparisonResult | undefined): number | undefined {
  const peaks =
    comparison?.rivals.flatMap(({ name, peak }) => (name.startsWith('PyTorch') && peak ? [peak] : [])) ?? [];
  return peaks.length > 0 ? Math.min(...peaks) : undefined;
}

function memoryText(megabytes: number | undefined): string {
  return megabytes === undefined ? '' : `${(megabytes / 1000).toFixed(2)} GB`;
}

/** One row per comparison with every contender's median. */
function peerTable(comparisons: readonly ComparisonResult[]): string {
  const all = [...new Set(comparisons.flatMap(({ rivals }) => rivals.map(({ name }) => name)))];
  const cell = (result: Result | undefined) =>
    result ? `${timeText(median(result.times))}${result.final ? '' : '*'}` : '';
  const rows = comparisons.map(({ network, job, batch, ours, rivals }) => [
    `${network}, ${job === 'step' ? 'step' : 'ten crops'}, ${batch}`,
    cell(ours),
    ...all.map((name) => cell(rivals.find((rival) => rival.name === name))),
  ]);
  const note = '\\* from its heat (one or two steps), not from the final in which the fastest peers take turns.';
  return `${table(['', 'fer-lab', ...all], rows)}\n\n${note}`;
}

function phaseTable(phases: readonly MeasuredPhase[]): string {
  const rows = phases.map(({ what, goal, ours, theirs, note }) => {
    const best = fastest(theirs);
    const ratio = timesAsFast(ours, theirs);
    const goalText = goal && ('times' in goal ? `${goal.times} ×` : `≤ ${timeText(1000 * goal.seconds)}`);
    return [
      note ? `${what} (${note})` : what,
      timeText(median(ours.times)),
      best ? `${best.name} ${timeText(median(best.times))}` : '',
      ratio === undefined ? '' : `${ratio.toPrecision(3)} ×`,
      goalText ?? '',
    ];
  });
  return table(['phase', 'here', 'fastest other', 'ratio', 'goal'], rows);
}

function leftOut({ comparisons, phases, skipped }: Report): string {
  const lines = [
    ...comparisons.flatMap(({ network, job, batch, absent }) =>
      absent.map(({ name, why }) => `${name} in ${network}, ${job}, ${batch}: ${why}`),
    ),
    ...phases.flatMap(({ what, absent }) => absent.map(({ name, why }) => `${name} in ${what}: ${why}`)),
    ...skipped.map(({ part, why }) => `${part}: ${why}`),
  ];
  return lines.length > 0 ? `Not measured:\n\n${lines.map((line) => `- ${line}`).join('\n')}` : '';
}

function costs({ seconds }: Report): string {
  const parts = Object.entries(seconds);
  const total = parts.reduce((sum, [, time]) => sum + time, 0);
  const each = parts.map(([name, time]) => `${name} ${time.toFixed(0)} s`).join(', ');
  return parts.length > 0 ? `Took ${(total / 60).toFixed(1)} minutes: ${each}.` : '';
}

/** A Markdown table. All columns but the first are aligned right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = header.map((_, i) => (i === 0 ? '---' : '---:'));
  return [line(header), line(rule), ...rows.map(line)].join('\n');
}
