// @ts-nocheck: this runs in the page, whose types (DOM) would leak into all of lib.
import { loadPlotly } from './plotly-loader.js';
import { darkened, darkenedTraces, isDark } from './theme.js';

/** Height in pixels of a figure that sets none. */
const HEIGHT = 360;

/**
 * One figure on the page. It keeps its node, its height and the reader's zoom across updates. Updates that arrive
 * during a drawing are skipped, except for the last.
 */
export class Chart {
  /** @param {HTMLElement} host element that contains the chart */
  constructor(host) {
    this.host = host;
    this.plot = host.appendChild(document.createElement('div'));
    this.failed = false;
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(host);
  }

  /** Draws a figure, or updates the existing one. Resolves when the most recently requested figure is on the page. */
  draw(figure) {
    if (figure === this.figure) return this.drawing;
    this.figure = figure;
    this.plot.style.height = `${figure?.layout?.height ?? HEIGHT}px`; // set before Plotly has loaded, so that the page does not jump
    return this.redraw();
  }

  /** Redraws the figure in the colours of the page's theme. */
  redraw() {
    this.stale = true;
    this.drawing ??= this.catchUp().finally(() => {
      this.drawing = undefined;
    });
    return this.drawing;
  }

  async catchUp() {
    while (this.stale && this.figure && !this.disposed) {
      this.stale = false;
      try {
        await this.react(await loadPlotly());
        this.report();
      } catch (error) {
        this.report(error);
      }
    }
  }

  async react(plotly) {
    while (this.plot._dragging) await new Promise(requestAnimationFrame); // drawing would interrupt the reader's zoom
    if (this.disposed) return;
    this.plotly = plotly;
    const { data, layout, config, frames } = prepared(this.figure);
    this.width = this.host.clientWidth;
    await plotly.react(this.plot, { data, layout, config, frames });
  }

  /** Adapts to the notebook's width. */
  resize() {
    const width = this.host.clientWidth;
    if (!this.plotly || this.failed || width === 0 || width === this.width) return;
    this.width = width;
    this.plotly.Plots.resize(this.plot);
  }

  /** Shows why the figure could not be drawn, in a line in its place. */
  report(error) {
    this.failed = error !== undefined;
    this.plot.style.display = this.failed ? 'none' : '';
    this.line?.remove();
    if (!this.failed) return;
    console.error(error);
    this.line = document.createElement('div');
    this.line.className = 'fer-figure-error';
    this.line.style.cssText = 'color: var(--jp-error-color1); padding: 0 var(--jp-code-padding)';
    this.line.textContent = `figure not drawn: ${error.message ?? error}`;
    this.host.append(this.line);
  }

  dispose() {
    this.disposed = true;
    this.resizer.disconnect();
    this.plotly?.purge(this.plot);
  }
}

/** A copy for Plotly, which modifies the figures that it draws. */
function prepared(figure) {
  if (!Array.isArray(figure?.data)) throw new Error('its `data` is not a list of traces');
  const { data, layout = {}, config, frames } = structuredClone(figure);
  const kept = { autosize: true, height: HEIGHT, uirevision: 'kept', ...layout };
  return {
    data: isDark() ? darkenedTraces(data, kept) : data,
    layout: isDark() ? darkened(kept) : kept,
    config: { displaylogo: false, showTips: false, ...config },
    frames,
  };
}
