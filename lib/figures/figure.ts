import type { Config, Data, Layout } from 'plotly.js-dist';

/**
 * A Plotly figure as plain data: what a builder returns, what a notebook shows, what an export draws. It holds nothing
 * but JSON (no typed arrays, dates or functions), so that it can be saved in a notebook and compared in a test.
 */
export interface Figure {
  /** The traces, bottom one first. */
  readonly data: readonly Data[];
  readonly layout: Partial<Layout>;
  /** How the figure behaves in a page, as `{ scrollZoom: true }`; an export ignores it. */
  readonly config?: Partial<Config>;
}
