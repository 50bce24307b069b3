import { accuracyText, DAGGER_NOTE, whenTrained } from '../evaluation/describe';
import { type Evaluation, isOptimistic } from '../evaluation/metrics';
import { trainCommands } from '../training/command-line';
import type { EpochRecord } from '../training/history';
import type { RunSettings } from '../training/run-folder';

/** The run of a record's page. */
export interface RecordedRun {
  readonly settings: RunSettings;
  readonly history: readonly EpochRecord[];
  /** Trained numbers of the network. */
  readonly parameters: number;
  /** Millions of multiply-adds per crop. */
  readonly megaMultiplyAdds: number;
}

/**
 * The README of a record, in Markdown: accuracies, commands, hardware, time and figures.
 *
 * @param figures names of the PNG files in `figures/`
 */
export function recordPage(
  { settings, history, parameters, megaMultiplyAdds }: RecordedRun,
  evaluations: readonly Evaluation[],
  figures: readonly string[],
): string {
  const { options, environment } = settings;
  const { name, network } = options;
  const { device = {}, versions = {}, data = {} } = environment;
  const commands = trainCommands(settings) ?? ['(prolonged in the middle of its schedule: no command repeats it)'];
  const minutes = history.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
  const rows = evaluations.map((evaluation) => {
    const { split, n, crops, without_copies: rest, loss } = evaluation;
    const without = rest
      ? `${accuracyText({ ...rest, split, selected_on: evaluation.selected_on })}, n = ${rest.n}`
      : '';
    return `| ${split} | ${useOf(evaluation)} | ${n} | ${crops} | ${accuracyText(evaluation)} | ${loss.toFixed(3)} | ${without} |`;
  });
  return [
    `# ${name}`,
    '',
    `${network}, ${(parameters / 1e6).toFixed(1)} M parameters, ${megaMultiplyAdds.toFixed(0)} M multiply-adds per crop; weights of ${whenTrained(evaluations[0])},`,
    'stored in float16 and evaluated from this file.',
    '',
    '| split | used before | n | crops | accuracy (95 %, Wilson) | cross-entropy | without near copies |',
    '| --- | --- | --: | --- | --- | --: | --- |',
    ...rows,
    '',
    ...(evaluations.some(isOptimistic) ? [`${DAGGER_NOTE}.`, ''] : []),
    ...commands.map((command) => `    ${command}`),
    `    npm run record -- name=${name}`,
    '',
    `Trained for ${minutes.toFixed(0)} minutes on ${device.cpu} (${device.computes}), with TensorFlow ${versions.tensorflow} and Node`,
    `${versions.node}. Data: ${data.name}, SHA-256 ${data.sha256}.`,
    '',
    ...figures.map((figure) => `![${figure}](figures/${figure}.png)`),
    '',
  ].join('\n');
}

/** What the split was used for before it was evaluated. */
function useOf({ split, fitted = [], selected_on }: Evaluation): string {
  if (fitted.some((each) => each === split)) return 'fitted';
  return selected_on === split ? 'selected the epoch' : 'no';
}
