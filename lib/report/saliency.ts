import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeChanges } from '../changes';
import type { ReportedRun } from './run';
import type { Picture, Section } from './section';

/** What the command's figures show, by the word in their names, in the order in which a reader would ask. */
const CAPTIONS: Readonly<Record<string, string>> = {
  panels: 'Faces, what decided about them, and both together.',
  emotions: 'What decided, emotion by emotion.',
  means: 'The mean map of every emotion.',
  methods: 'The methods on the same faces.',
  mistakes: 'The surest mistakes: what spoke for the prediction, and for the label.',
  removal: 'What becomes of the prediction as the pixels that a method names are taken away.',
  randomisation: 'How far maps stay the same as layers are made random: those that do tell nothing of the network.',
};

/** What the network looks at: the figures that `npm run saliency` left in the run; none where it left none. */
export function saliency({ folder }: ReportedRun): Section | undefined {
  completeChanges(folder.figures);
  const names = existsSync(folder.figures) ? readdirSync(folder.figures) : [];
  const blocks = Object.entries(CAPTIONS).flatMap(([word, caption]) =>
    names
      .filter((name) => name.startsWith(`saliency-${word}-`) && name.endsWith('.svg'))
      .map((name) => pictureOf(readFileSync(join(folder.figures, name), 'utf8'), caption)),
  );
  return blocks.length === 0 ? undefined : { title: 'Saliency', newPage: true, blocks };
}

/** CSS pixels up to which a figure is one for a column. */
const COLUMN = 400;

function pictureOf(picture: string, caption: string): Picture {
  const width = Number(/<svg[^>]* width="([\d.]+)"/.exec(picture)?.[1]);
  return { picture, caption, wide: width > COLUMN };
}
