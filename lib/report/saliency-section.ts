import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeChanges } from '../core/changes';
import { whenTrained } from '../evaluation/describe';
import { type SaliencyWeights, saliencyWeights } from '../figures/saliency-files';
import { runKeys } from '../training/command-line';
import { checkpointName, wantedCheckpoint } from '../training/resolve-weights';
import type { ReportedRun } from './reported-run';
import type { Block, Picture, Section } from './section';

/** Captions of the command's figures, by the word in their names, in the order of the report. */
const CAPTIONS: Readonly<Record<string, string>> = {
  panels: 'Images, their maps, and both overlaid.',
  classes: 'Maps for each class.',
  emotions: 'Maps for each class.', // the name before December 2026
  means: 'The mean map of every class.',
  methods: 'All methods on the same images.',
  mistakes: 'The most confident mistakes: the pixels that support the prediction, and the label.',
  removal: 'The probability of the label as the hottest pixels of each method are removed or inserted.',
  randomisation:
    'Similarity of maps as layers are randomised: maps that stay similar do not depend on what was learned.',
};

/** The figures that `npm run saliency` has left in the run, each with its weights; undefined if there are none. */
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
  const text = 'Some of these figures show weights other than the best ones, or unknown ones. To redraw them:';
  return [{ text }, { command: `npm run saliency -- ${runKeys(name, undefined)}` }];
}

type Weights = SaliencyWeights[string];

function weightsOf(weights: Weights | undefined): string {
  if (weights === undefined) return 'Its weights are not recorded.';
  return `Weights of ${whenTrained({ ...weights, selected_on: null })}.`;
}

/** Maximum width, in CSS pixels, of figures that fill half a page. */
const COLUMN = 400;

function pictureOf(picture: string, caption: string): Picture {
  const width = Number(/<svg[^>]* width="([\d.]+)"/.exec(picture)?.[1]);
  return { picture, caption, wide: width > COLUMN };
}
