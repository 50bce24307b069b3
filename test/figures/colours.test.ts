import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMOTION_COLOURS, SERIES_COLOURS } from '../../lib/figures/theme';
import { labOf, seenBy, VISIONS } from './vision';

/** Least distance of two colours in CIELAB; 2.3 is just noticeable side by side (Mahy et al. 1994). */
const LEAST = 15;

/** Pairs of colours that are nearer than that for someone. */
function confusable(colours: readonly string[]): string[] {
  return VISIONS.flatMap((vision) => {
    const labs = colours.map((colour) => labOf(seenBy(vision, colour)));
    return colours.flatMap((colour, i) =>
      colours.slice(i + 1).flatMap((other, k) => {
        const distance = Math.hypot(...labs[i].map((value, axis) => value - labs[i + 1 + k][axis]));
        return distance < LEAST ? [`${colour} and ${other} for ${vision}: ${distance.toFixed(1)}`] : [];
      }),
    );
  });
}

test('the simulation has the numbers of its sources', () => {
  // sRGB red in CIELAB under D65 (Lindbloom's calculator): 53.24, 80.09, 67.20.
  const red = labOf(seenBy('normal vision', '#ff0000'));
  for (const [axis, value] of [53.24, 80.09, 67.2].entries()) assert.ok(Math.abs(red[axis] - value) < 0.02, `${red}`);
  // Gray stays gray: each row of a matrix of Machado et al. sums to 1.
  for (const vision of VISIONS) {
    const [r, g, b] = seenBy(vision, '#808080');
    assert.ok(Math.max(r, g, b) - Math.min(r, g, b) < 1e-5, vision);
  }
});

test('confusable colours are found', () => {
  // Okabe and Ito's palette with a middle gray instead of black.
  assert.deepEqual(confusable(['#999999', '#cc79a7']), ['#999999 and #cc79a7 for deuteranopia: 7.1']);
});

for (const [name, colours] of Object.entries({ emotions: Object.values(EMOTION_COLOURS), series: SERIES_COLOURS })) {
  test(`the colours of ${name} differ for readers with any colour vision`, () => {
    assert.deepEqual(confusable(colours), []);
  });
}
