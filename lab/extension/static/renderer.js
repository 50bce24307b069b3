// @ts-nocheck: this runs in the page, whose types (DOM) would leak into all of lib.
import { Chart } from './chart.js';
import { addPicture } from './picture.js';
import { watchTheme } from './theme.js';

const MIME = 'application/vnd.plotly.v1+json';
/** Milliseconds without an update after which a figure counts as finished and its PNG is drawn. */
const SETTLED = 1000;

/** JupyterLab's mime-renderer extension: one widget per figure, with the lifetime of its output. */
export function renderer(Widget) {
  class FigureWidget extends Widget {
    constructor() {
      super();
      this.addClass('fer-figure');
      this.chart = new Chart(this.node);
      this.unwatchTheme = watchTheme(() => this.chart.redraw());
    }

    /** JupyterLab calls this with the figure's first state and after each update. */
    async renderModel(model) {
      clearTimeout(this.settling);
      await this.chart.draw(model.data[MIME]);
      if (this.isDisposed || this.chart.failed || model.data['image/png']) return;
      clearTimeout(this.settling);
      this.settling = setTimeout(() => addPicture(model, MIME), SETTLED);
    }

    dispose() {
      if (this.isDisposed) return;
      clearTimeout(this.settling);
      this.unwatchTheme();
      this.chart.dispose();
      super.dispose();
    }
  }

  return [
    {
      id: 'fer-plotly:renderer',
      description: 'Draws Plotly figures and follows their updates.',
      rank: 0,
      dataType: 'json',
      rendererFactory: { safe: true, mimeTypes: [MIME], createRenderer: () => new FigureWidget() },
    },
  ];
}
