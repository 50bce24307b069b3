import { readFileSync } from 'node:fs';
import { InputError } from '../core/errors';
import { writeWhole } from '../core/files';
import type { Figure } from '../figures/figure';
import { render } from '../figures/save';
import { PLOTLY } from './bundles';

/** Pixels of a picture whose figure fills the notebook's width or sets no height, as in JupyterLab's page. */
const WIDTH = 800;
const HEIGHT = 360;
/** Two dots per pixel, for high-resolution screens. */
const DPI = 192;

interface CellOutput {
  readonly data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
}

interface Notebook {
  readonly cells: readonly { readonly outputs?: readonly CellOutput[] }[];
}

/**
 * Adds a PNG to each figure of a notebook that was run headless. In JupyterLab the page adds them. GitHub and other
 * viewers without Plotly show the PNG.
 *
 * @param file an .ipynb with its outputs, rewritten in place
 * @param onNotice receives one line with the reason if there is no Chromium and no pictures are added
 * @returns the number of pictures added
 */
export async function addPictures(file: string, onNotice: (line: string) => void): Promise<number> {
  const notebook: Notebook = JSON.parse(readFileSync(file, 'utf8'));
  const outputs = notebook.cells.flatMap((cell) => cell.outputs ?? []).filter(needsPicture);
  try {
    for (const output of outputs) await addPicture(output);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    onNotice(`figures are saved without a picture: ${error.message}`);
    return 0;
  }
  if (outputs.length > 0) writeWhole(file, `${JSON.stringify(notebook, null, 1)}\n`);
  return outputs.length;
}

function needsPicture({ data }: CellOutput): boolean {
  return data !== undefined && PLOTLY in data && !('image/png' in data);
}

async function addPicture(output: CellOutput): Promise<void> {
  const data = output.data as Record<string, unknown>;
  const figure = data[PLOTLY] as Figure;
  const { width = WIDTH, height = HEIGHT } = figure.layout ?? {};
  data['image/png'] = (await render(figure, { format: 'png', width, height, dpi: DPI })).toString('base64');
  output.metadata = { ...output.metadata, 'image/png': { width, height } };
}
