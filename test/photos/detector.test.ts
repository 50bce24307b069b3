import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawFaces } from '../../lib/data/faces';
import { type FaceDetector, loadDetector } from '../../lib/photos/detector';
import { type DrawSceneOptions, drawScene } from '../../lib/photos/drawn-scene';
import { boxOf, frameOf } from '../../lib/photos/framing';
import { measureFraming } from '../../lib/photos/measure-framing';
import { overlap } from '../../lib/photos/picture';

/** How the drawn faces are framed, as measured; the test below measures it again. */
const FRAMING = { width: 0.72, x: 0.5, y: 0.627 };

let loaded: Promise<FaceDetector> | undefined;
const detector = () => {
  loaded ??= loadDetector();
  return loaded;
};

test('the framing of the drawn faces is measured', async () => {
  const faces = drawFaces({ training: 40, publicTest: 0, privateTest: 0 });
  const framing = await measureFraming(await detector(), faces, 48);
  assert.ok(framing && framing.found >= 38, `found in ${framing?.found} of 40`);
  for (const key of ['width', 'x', 'y'] as const)
    assert.ok(Math.abs(framing[key] - FRAMING[key]) < 0.03, `${key}: ${framing[key]}`);
});

test('at least 95 % of the faces in scenes are found where they are, and nothing else is', async () => {
  const { found, faces, others, overlaps } = await detected(40, { faces: 3, sides: [0.2, 0.45] });
  assert.ok(found / faces >= 0.95, `${found} of ${faces}`);
  assert.equal(others, 0);
  const mean = overlaps.reduce((sum, value) => sum + value, 0) / overlaps.length;
  assert.ok(mean > 0.8, `mean IoU ${mean}`);
});

test('small faces are found in quarters of the picture', async () => {
  const small: DrawSceneOptions = { width: 1280, height: 960, faces: 4, sides: [0.1, 0.13] };
  const [whole, quarters] = [await detected(6, small), await detected(6, small, true)];
  assert.ok(
    quarters.found > whole.found && quarters.found / quarters.faces >= 0.9,
    `${whole.found}, ${quarters.found}`,
  );
});

async function detected(scenes: number, options: DrawSceneOptions, small = false) {
  const counts = { faces: 0, found: 0, others: 0, overlaps: [] as number[] };
  for (let i = 0; i < scenes; i++) {
    const scene = drawScene(i, options);
    const boxes = (await detector()).detect(scene, { small }).map((face) => boxOf(frameOf(face, FRAMING)));
    for (const { box } of scene.faces) {
      const best = Math.max(0, ...boxes.map((found) => overlap(found, box)));
      counts.faces++;
      if (best < 0.4) continue;
      counts.found++;
      counts.overlaps.push(best);
    }
    counts.others += boxes.filter((found) => scene.faces.every(({ box }) => overlap(found, box) < 0.4)).length;
  }
  return counts;
}
