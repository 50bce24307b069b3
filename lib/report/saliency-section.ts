import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeChanges } from '../core/changes';
import { whenTrained } from '../evaluation/describe';
import { type SaliencyWeights, saliencyWeights } from '../figures/saliency-files';
import { runKeys } from '../training/command-line';
import { checkpointName, wantedCheckpoint } from '../training/resolve-weights';
import type { ReportedRun } from './reported-run';
import type { Block, Picture, Section } from './section';

/** What the command's figures show, by the word in their names, in the order in which a reader would ask. */
const CAPTIONS: Readonly<Record<string, string>> = {
  panels: 'Images, what decided about them, and both together.',
  classes: 'What decided, class by class.',
  emotions: 'What decided, class by class.', // the name before December 2026
  means: 'The mean map of every class.',
  methods: 'The methods on the same images.',
  mistakes: 'The surest mistakes: what spoke for the prediction, and for the label.',
  removal: 'What becomes of the prediction as the pixels that a method names are taken away.',
  randomisation: 'How far maps stay the same as layers are made random: those that do tell nothing of the network.',
};

/** The figures that `npm run saliency` left in the run, each with the weights that it shows; none if it left none. */
export function saliency({ folder, options, environment }: ReportedRun): Section | undefined {
  completeChanges(folder.figures);
  const names = existsSync(folder.figures) ? readdirSync(folder.figures) : [];
  const shown = saliencyWeights(folder.figures);
  const found = Object.entries(CAPTIONS).flatMap(([word, caption]) =>
    names
      .filter((name) => name.startsWith(`saliency-${word}-`) && name.endsWith('.svg'))
      .map((file) => ({ file, caption, weights: shown[file.slice(0, -'.svg'.length)] })),
  );
  if (found.length === 0) return undefined;
  const pictures = found.map(({ file, caption, weights }) => {
    const svg = readFileSync(join(folder.figures, file), 'utf8');
    return pictureOf(svg, environment.imported ? caption : `${caption} ${weightsOf(weights)}`);
  });
  const best = wantedCheckpoint(folder.checkpoints, 'best');
  const isBest = (weights?: Weights) => weights && checkpointName(weights.epoch, weights.step) === best;
  const isStale = !environment.imported && found.some(({ weights }) => !isBest(weights));
  return { title: 'Saliency', newPage: true, blocks: isStale ? [...staleNote(options.name), ...pictures] : pictures };
}

function staleNote(name: string): Block[] {
  const text =
    'Some of these figures show other weights than the best ones, or it is not known which. To draw them again:';
  return [{ text }, { command: `npm run saliency -- ${runKeys(name, undefined)}` }];
}

type Weights = SaliencyWeights[string];

function weightsOf(weights: Weights | undefined): string {
  if (weights === undefined) return 'Whose weights it shows is not recorded.';
  return `Weights of ${whenTrained({ ...weights, selected_on: null })}.`;
}

/** CSS pixels up to which a figure is one for a column. */
const COLUMN = 400;

function pictureOf(picture: string, caption: string): Picture {
  const width = Number(/<svg[^>]* width="([\d.]+)"/.exec(picture)?.[1]);
  return { picture, caption, wide: width > COLUMN };
}
