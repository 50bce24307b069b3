import type { ExportFormat } from './formats';
import { preprocessing } from './serving';

/** An accuracy for a model card. */
export interface CardResult {
  readonly split: string;
  /** Number of images. */
  readonly n: number;
  /** Description of the averaged views of an image. */
  readonly crops: string;
  /** In %, with its interval, and marked if the split selected the weights. */
  readonly accuracy: string;
}

/** The content of a model card, as text. */
export interface ModelFacts {
  readonly name: string;
  readonly network: string;
  /** Number of trained parameters. */
  readonly parameters: number;
  /** Description of the checkpoint. */
  readonly checkpoint: string;
  /** Names of the classes, in the order of the logits. */
  readonly classes: readonly string[];
  /** Width of the images that the network was trained on, and of its input, in pixels. */
  readonly size: number;
  readonly inputSize: number;
  /** What the weights were fitted to. */
  readonly data: string;
  /** Split that selected the epoch. */
  readonly selected: string;
  readonly results: readonly CardResult[];
  /** Message that no split is left to report on; undefined if there is one. */
  readonly unreported?: string;
  /** Meanings of the marks in the results. */
  readonly notes: readonly string[];
}

const LICENCE_NOTE =
  'The MIT licence of fer-lab covers its code, not these weights, which follow the terms of the data that they were fitted to.';

/** The same facts as short texts, for the metadata of a file. */
export function metadataOf(facts: ModelFacts): Record<string, string> {
  const { name, network, classes, size, inputSize, checkpoint, data, selected, results, notes } = facts;
  const rows = results.map(({ split, n, crops, accuracy }): [string, string] => [
    `accuracy_${split}`,
    `${accuracy}, n = ${n}, crops: ${crops}`,
  ]);
  const texts = {
    name,
    network,
    classes: classes.join(','),
    preprocessing: preprocessing(size, inputSize),
    checkpoint,
    data,
    selected,
  };
  return { ...texts, ...Object.fromEntries(rows), notes: notes.join('; '), licence: LICENCE_NOTE };
}

/** A model card in Markdown, the README of the exported files. */
export function modelCard(facts: ModelFacts, formats: readonly ExportFormat[]): string {
  const { name, network, parameters, classes, size, inputSize } = facts;
  const { checkpoint, data, selected, results, unreported, notes } = facts;
  const rows = results.map(({ split, n, crops, accuracy }) => `| ${split} | ${n} | ${crops} | ${accuracy} |`);
  const table = ['| split | n | crops | top-1 |', '| --- | --: | --- | --: |', ...rows, ''];
  const advice = unreported ? '.' : ': `npm run evaluate` makes one.';
  const none = [`None is on record for these weights${advice}`, ''];
  return [
    `# ${name}`,
    '',
    `A network (${network}, ${parameters.toLocaleString('en')} parameters) that assigns an image to one of`,
    `${classes.length} classes: ${classes.join(', ')}, in this order.`,
    '',
    `- Weights: ${checkpoint}`,
    `- Fitted to: ${data}`,
    `- Selected on: ${selected}`,
    '',
    '## Accuracy',
    '',
    ...(rows.length > 0 ? table : none),
    ...[...(unreported ? [unreported] : []), ...notes].flatMap((note) => [sentence(note), '']),
    '## Input',
    '',
    'The ONNX and tfjs models include their preprocessing:',
    '',
    `    ${preprocessing(size, inputSize)}`,
    '',
    'Their outputs are `logits` and `probabilities`. The weight files (PyTorch, safetensors) are for a network whose input is',
    `the crop: \`[n, 1, ${inputSize}, ${inputSize}]\`, gray values 0–1.`,
    '',
    '## Files',
    '',
    ...formats.flatMap(({ files, use }) => [
      `${files(name, size)}:`,
      '',
      ...use(name).map((line) => `    ${line}`),
      '',
    ]),
    '## Use',
    '',
    'The labels were given by people, who often disagree. The model predicts the label that they would give; of a face, not',
    'what a person feels. It is for research on such data, not for decisions about people.',
    '',
    LICENCE_NOTE,
    '',
  ].join('\n');
}

function sentence(note: string): string {
  return `${note[0].toUpperCase()}${note.slice(1)}.`;
}
