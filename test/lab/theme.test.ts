import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../lib/core/files';
import type { Figure } from '../../lib/figures/figure';
import { INK, themed } from '../../lib/figures/theme';

interface Theme {
  darkened(layout: object): { readonly annotations: readonly { readonly font: object; readonly bgcolor?: string }[] };
  darkenedTraces(data: readonly object[], layout: object): readonly Record<string, { readonly color: string }>[];
}

/** A page without JupyterLab's colours, so that the theme's own ones count. */
let theme: Theme;

before(async () => {
  Object.assign(globalThis, { document: { body: {} }, getComputedStyle: () => ({ getPropertyValue: () => '' }) });
  const module = pathToFileURL(join(ROOT, 'lab', 'extension', 'static', 'theme.js')).href;
  // An ES module, which `import()` in TypeScript does not load: it is compiled to `require`.
  theme = await new Function('module', 'return import(module)')(module);
});

const figure: Figure = {
  data: [
    { type: 'scatter', x: [0, 1], y: [0, 1], line: { color: INK, dash: 'dash' }, error_y: { color: INK } },
    { type: 'scatter', x: [0, 1], y: [1, 0], line: { color: '#e69f00' } },
  ],
  layout: themed({ width: 3, height: 2 }, { annotations: [{ text: 'label', bgcolor: 'white' }, { text: 'bare' }] }),
};

test('labels with a ground of their own stay readable on a dark page', () => {
  const [label, bare] = theme.darkened(figure.layout).annotations;
  assert.deepEqual([label.font, label.bgcolor], [{ color: '#ddd' }, '#111']);
  assert.equal(bare.bgcolor, undefined);
});

test('lines and error bars in ink get the ink of the dark page, and colours stay', () => {
  const [control, other] = theme.darkenedTraces(figure.data, figure.layout);
  assert.deepEqual([control.line, control.error_y.color], [{ color: '#ddd', dash: 'dash' }, '#ddd']);
  assert.equal(other.line.color, '#e69f00');
});
