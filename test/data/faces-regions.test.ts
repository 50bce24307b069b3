import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMOTIONS, imagesAt, PIXELS, SIZE, select } from '../../lib/data/dataset';
import {
  ACTION_UNITS,
  type ActionUnit,
  diagnosticMask,
  diagnosticParts,
  drawFaces,
  evidenceOf,
  type Face,
  faceAt,
  PARTS,
  type Part,
  renderFace,
} from '../../lib/data/faces';

const UNITS = Object.keys(ACTION_UNITS) as ActionUnit[];

test('an action unit changes only its parts, and the regions do not move', () => {
  for (const unit of UNITS) {
    let changed = 0;
    let outside = 0;
    for (let i = 0; i < 60; i++) {
      const face = faceAt(5, 'Training', i);
      const before = render(face);
      const strength = face.actions[unit] > 0.5 ? 0 : 1;
      const after = render({ ...face, actions: { ...face.actions, [unit]: strength } });
      assert.deepEqual(after.regions, before.regions);
      const inside = bits(ACTION_UNITS[unit].moves);
      for (let pixel = 0; pixel < PIXELS; pixel++) {
        const difference = Math.abs(after.image[pixel] - before.image[pixel]);
        if (difference === 0) continue;
        changed++;
        if ((before.regions[pixel] & inside) !== 0) continue;
        outside++;
        assert.ok(difference <= 8, `${unit} changes face ${i} by ${difference} outside at ${pixel}`);
      }
    }
    assert.ok(changed > 60 * 30, `${unit} changes ${changed} pixels`);
    assert.ok(outside <= 0.002 * changed, `${unit}: ${outside} of ${changed} changed pixels lie outside`);
  }
});

test('each part exists, near its expected position', () => {
  const { regions } = render(upright());
  const centre = (part: Part) => {
    const rows = [...regions.keys()]
      .filter((pixel) => regions[pixel] & bits([part]))
      .map((pixel) => Math.floor(pixel / SIZE));
    assert.ok(rows.length > 100 && rows.length < 0.25 * PIXELS, `${part}: ${rows.length} pixels`);
    return rows.reduce((sum, row) => sum + row, 0) / rows.length;
  };
  const fromTop = ['forehead', 'brows', 'eyes', 'nose', 'cheeks', 'mouth', 'chin'] as const;
  const centres = fromTop.map(centre);
  for (let i = 1; i < centres.length; i++) assert.ok(centres[i] > centres[i - 1], `${fromTop[i]} at ${centres[i]}`);
});

test('regions move with the head', () => {
  const face = upright();
  const { regions } = render(face);
  const moved = render({ ...face, pose: { ...face.pose, shift: [3, 3] } }).regions;
  const inside = (pixel: number) => pixel % SIZE >= 3 && pixel >= 3 * SIZE;
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    if (inside(pixel)) assert.equal(moved[pixel], regions[pixel - 3 * SIZE - 3]);
  }
});

test('hidden pixels belong to no region', () => {
  const face = upright();
  const free = render(face).regions;
  const hidden = render({ ...face, occluder: { kind: 'bar', at: [0.1, 0], size: 1, gray: 0.6 } }).regions;
  const mouth = (regions: Uint8Array) => regions.filter((parts) => parts & bits(['mouth'])).length;
  assert.ok(mouth(hidden) > 0.3 * mouth(free) && mouth(hidden) < 0.7 * mouth(free));
  for (let pixel = 0; pixel < PIXELS; pixel++) assert.equal(hidden[pixel] & ~free[pixel], 0);
});

test('the diagnostic parts of emotions are those of the literature', () => {
  assert.deepEqual(diagnosticParts('Angry'), ['brows', 'eyes', 'mouth']);
  assert.deepEqual(diagnosticParts('Disgust'), ['nose', 'mouth']);
  assert.deepEqual(diagnosticParts('Happy'), ['eyes', 'mouth']);
  assert.deepEqual(diagnosticParts('Sad'), ['brows', 'mouth']);
  assert.deepEqual(diagnosticParts('Neutral'), ['brows', 'eyes', 'nose', 'mouth']);
});

test('the rows of a selection lead to its masks', () => {
  const faces = drawFaces({ training: 14, publicTest: 7, privateTest: 7 });
  const chosen = imagesAt(select(faces, 'PublicTest'), [4, 3]);
  assert.deepEqual([...chosen.rows], [18, 17]);
  const mask = diagnosticMask(faces, chosen.rows[0]);
  const expected = faces.regions
    .slice(18 * PIXELS, 19 * PIXELS)
    .map((parts) => (parts & bits(['brows', 'mouth']) ? 1 : 0));
  assert.equal(EMOTIONS[chosen.labels[0]], 'Sad');
  assert.deepEqual(mask, expected);
});

test('the evidence is the change by the expression, and a face at rest has none', () => {
  const happy = faceAt(0, 'Training', 3);
  const evidence = evidenceOf(happy);
  const { regions } = render(happy);
  const total = evidence.reduce((sum, value) => sum + value, 0);
  const inMouth = evidence.reduce((sum, value, pixel) => sum + (regions[pixel] & bits(['mouth']) ? value : 0), 0);
  assert.ok(total > 0 && inMouth > 0.4 * total);
  assert.ok(evidenceOf(upright()).every((value) => value === 0));
});

function render(face: Face): { image: Uint8Array; regions: Uint8Array } {
  const image = new Uint8Array(PIXELS);
  const regions = new Uint8Array(PIXELS);
  renderFace(face, image, regions);
  return { image, regions };
}

/** A face at rest that looks straight ahead. */
function upright(): Face {
  const face = faceAt(0, 'Training', 0);
  return {
    ...face,
    actions: Object.fromEntries(UNITS.map((unit) => [unit, 0])) as Face['actions'],
    pose: { yaw: 0, pitch: 0, roll: 0, scale: 19, shift: [0, 0] },
    occluder: { ...face.occluder, kind: 'none' },
  };
}

function bits(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum | (1 << PARTS.indexOf(part)), 0);
}
