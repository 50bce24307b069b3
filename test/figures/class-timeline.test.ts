import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classTimeline } from '../../lib/figures/class-timeline';

const face = (number: number, p: number) => ({ number, probabilities: [p, 1 - p] });

test('each class has a line of percentages over the seconds, with a gap where the face is not found', () => {
  const frames = [
    { frame: { time: 0 }, faces: [face(1, 0.25)] },
    { frame: { time: 0.5 }, faces: [] },
    { frame: { time: 1 }, faces: [face(1, 0.75)] },
    { faces: [face(1, 0.5)] },
  ];
  const { data, layout } = classTimeline(frames, ['Happy', 'Sad']);
  const lines = data.map((trace) => {
    const { name, x, y } = trace as { name: string; x: number[]; y: (number | null)[] };
    return { name, x, y };
  });
  assert.deepEqual(lines, [
    { name: 'Happy', x: [0, 0.5, 1], y: [25, null, 75] },
    { name: 'Sad', x: [0, 0.5, 1], y: [75, null, 25] },
  ]);
  assert.deepEqual([layout.xaxis?.title, layout.yaxis?.title], [{ text: 'Time (s)' }, { text: 'Probability (%)' }]);
  assert.deepEqual([layout.xaxis?.range, layout.annotations], [[0, 1], []]);
});

test('the four faces in the most frames have a panel each, in the order of their numbers', () => {
  const frames = Array.from({ length: 10 }, (_, i) => ({
    frame: { time: i },
    faces: [1, 2, 3, 4, 5].filter((number) => number === 2 || i < 2 * number).map((number) => face(number, 0.5)),
  }));
  const { data, layout } = classTimeline(frames, ['Happy', 'Sad']);
  assert.equal(data.length, 8);
  assert.deepEqual(
    layout.annotations?.map(({ text }) => text),
    ['Face 2', 'Face 3', 'Face 4', 'Face 5 (1 more not drawn)'],
  );
  assert.deepEqual(
    [1, 2, 3, 4].map((panel) =>
      layout[`yaxis${panel === 1 ? '' : panel}` as 'yaxis2']?.domain?.map((y) => y.toFixed(2)),
    ),
    [
      ['0.79', '1.00'],
      ['0.52', '0.74'],
      ['0.26', '0.48'],
      ['0.00', '0.21'],
    ],
  );
});

test('a video without faces is an empty panel', () => {
  const { data, layout } = classTimeline([{ frame: { time: 0 }, faces: [] }], ['Happy', 'Sad']);
  assert.deepEqual([data.length, layout.xaxis?.range], [0, [0, 1]]);
});
