import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportedRun } from './run';
import type { Section } from './section';

/** What the network looks at: the figures that the saliency command left; none where it left none. */
export function saliency({ folder }: ReportedRun): Section | undefined {
  const names = existsSync(folder.figures) ? readdirSync(folder.figures) : [];
  const pictures = names.filter((name) => /^saliency.*\.svg$/.test(name)).sort();
  if (pictures.length === 0) return undefined;
  return {
    title: 'Saliency',
    blocks: pictures.map((name) => ({
      picture: readFileSync(join(folder.figures, name), 'utf8'),
      caption: name.replace(/\.svg$/, '').replaceAll('-', ' '),
      wide: true,
    })),
  };
}
