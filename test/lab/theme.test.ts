import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Figure } from '../../lib/figures/figure';
import { INK, themed } from '../../lib/figures/theme';
import { faultsInDark, loadTheme, type Theme } from './dark';

let theme: Theme;

before(async () => {
  theme = await loadTheme();
});

const figure: Figure = {
  data: [
    { type: 'scatter', x: [0, 1], y: [0, 1], line: { color: INK, dash: 'dash' }, error_y: { color: INK } },
    { type: 'scatter', x: [0, 1], y: [1, 0], line: { color: '#e69f00' } },
  ],
  layout: themed(
    { width: 3, height: 2 },
    {
      annotations: [
        { text: 'label', bgcolor: 'white', font: { color: INK } },
        { text: 'bare' },
        { text: 'own', font: { color: '#e69f00' } },
      ],
    },
  ),
};

test('labels with a ground of their own stay readable on a dark page', () => {
  const [label, bare, own] = theme.darkened(figure.layout).annotations ?? [];
  assert.deepEqual([label.font, label.bgcolor], [{ color: '#ddd' }, '#111']);
  assert.equal(bare.bgcolor, undefined);
  assert.deepEqual(own.font, { color: '#e69f00' });
});

test('lines and error bars in ink get the ink of the dark page, and colours stay', () => {
  const [control, other] = theme.darkenedTraces(figure.data, figure.layout) as Record<string, { color: string }>[];
  assert.deepEqual([control.line, control.error_y.color], [{ color: '#ddd', dash: 'dash' }, '#ddd']);
  assert.equal(other.line.color, '#e69f00');
});

test('labels and lines that are hard to see are found', () => {
  assert.deepEqual(faultsInDark(theme, figure), []);
  const { data, layout } = figure;
  const gray = { ...data[1], name: 'gray', line: { color: '#333333' } } as Figure['data'][number];
  const dark = { ...layout, annotations: [{ text: 'dark', font: { color: '#222222' } }] };
  // Relative luminance 0.0331 and 0.0160 on 0.0056.
  assert.deepEqual(faultsInDark(theme, { data: [gray], layout: dark }), [
    'label dark: #222222 on #111 has a contrast of 1.2',
    'line of gray: #333333 on #111 has a contrast of 1.5',
  ]);
});
