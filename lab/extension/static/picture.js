// @ts-nocheck: this runs in the page, whose types (DOM) would leak into all of lib.
import { loadPlotly } from './plotly-loader.js';

/** Width in pixels of a picture whose figure sets no size. */
const WIDTH = 800;
const HEIGHT = 360;

/**
 * Adds a PNG of the figure to its output, for readers without JupyterLab (GitHub, nbviewer). It shows the figure as
 * sent, without the reader's zoom or theme. It is saved with the notebook.
 */
export async function addPicture(model, mime) {
  const plotly = await loadPlotly();
  const figure = structuredClone(model.data[mime]);
  const { width = WIDTH, height = HEIGHT } = figure.layout ?? {};
  const url = await plotly.toImage(figure, { format: 'png', width, height, scale: 2 });
  model.setData({
    data: { ...model.data, 'image/png': url.slice(url.indexOf(',') + 1) },
    metadata: { ...model.metadata, 'image/png': { width, height } },
  });
}
