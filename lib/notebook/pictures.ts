import { readFileSync } from 'node:fs';
import { InputError } from '../core/errors';
import { writeWhole } from '../core/files';
import type { Figure } from '../figures/figure';
import { render } from '../figures/save';
import { PLOTLY } from './bundles';

/** Pixels of a picture whose figure takes the notebook's width or names no height, as in JupyterLab's page. */
const WIDTH = 800;
const HEIGHT = 360;
/** Two dots a pixel, for sharp screens. */
const DPI = 192;

interface CellOutput {
  readonly data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
}

interface Notebook {
  readonly cells: readonly { readonly outputs?: readonly CellOutput[] }[];
}

/**
 * Adds a PNG to each figure in a notebook that was run without a page; in JupyterLab the page adds them. GitHub and
 * others who do not know Plotly show it.
 *
 * @param file an .ipynb with its outputs, rewritten in place
 * @param onNotice told in one line why there are none where there is no Chromium
 * @returns how many pictures were added
 */
export async function addPictures(file: string, onNotice: (line: string) => void): Promise<number> {
  const notebook: Notebook = JSON.parse(readFileSync(file, 'utf8'));
  const outputs = notebook.cells.flatMap((cell) => cell.outputs ?? []).filter(needsPicture);
  try {
    for (const output of outputs) await addPicture(output);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    onNotice(`figures have no picture beside them: ${error.message}`);
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
