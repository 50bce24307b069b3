import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMOTIONS } from '../../lib/data/dataset';
import { confidentMistakes } from '../../lib/evaluation/mistakes';

const labels = Uint8Array.of(0, 1, 2, 3);
const probabilities = Float32Array.of(
  ...[0.25, 0, 0, 0.75, 0, 0, 0], // Angry, said Happy
  ...[0, 1, 0, 0, 0, 0, 0], // Disgust, said so
  ...[0, 0, 0.125, 0, 0.875, 0, 0], // Fear, said Sad
  ...[0.5, 0, 0, 0, 0, 0, 0.5], // Happy, said Angry
);

test('the surest mistakes come first', () => {
  assert.deepEqual(confidentMistakes({ classes: EMOTIONS, labels, probabilities }, 2), [
    { index: 2, label: 'Fear', predicted: 'Sad', confidence: 0.875 },
    { index: 0, label: 'Angry', predicted: 'Happy', confidence: 0.75 },
  ]);
});

test('there are no more than were made', () => {
  assert.equal(confidentMistakes({ classes: EMOTIONS, labels, probabilities }, 10).length, 3);
});
