import type { Config, Data, Layout } from 'plotly.js-dist-min';

/**
 * A Plotly figure as plain data: builders return it, notebooks show it, exports draw it. It consists of JSON only (no
 * typed arrays, dates or functions), so that it can be saved in a notebook and compared in a test.
 */
export interface Figure {
  /** The traces, bottom first. */
  readonly data: readonly Data[];
  readonly layout: Partial<Layout>;
  /** Behaviour in a page, such as `{ scrollZoom: true }`; exports ignore it. */
  readonly config?: Partial<Config>;
}
