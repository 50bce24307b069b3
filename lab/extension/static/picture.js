// @ts-nocheck: it runs in the page, whose types (DOM) would leak into all of lib.
import { loadPlotly } from './plotly-loader.js';

/** Pixels of a picture whose figure names no size. */
const WIDTH = 800;
const HEIGHT = 360;

/**
 * Adds a PNG of the figure to its output, for readers without JupyterLab (GitHub, nbviewer). It shows what was sent,
 * not the reader's zoom or theme. Saving the notebook keeps it.
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
