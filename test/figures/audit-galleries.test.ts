import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditReport } from '../../lib/data/audit';
import { FERPLUS_VOTES } from '../../lib/data/ferplus';
import { auditFigures } from '../../lib/figures/audit-galleries';
import type { Figure } from '../../lib/figures/figure';
import { ferPlusOn } from '../data/official';
import { noise } from '../data/tables';

/** 0–41 are Training, 42–51 PublicTest, 52–62 PrivateTest; labels go round. */
const data = noise(63);
const nothing: AuditReport = {
  threshold: 0.92,
  calibrated: true,
  blank: [],
  exact: [],
  near: [],
  copies: [],
  conflicting: [],
};
const captions = ({ layout }: Figure) => layout.annotations?.map(({ text }) => text);

test('copies are shown in pairs: across splits, and with conflicting labels', () => {
  const copies = [
    [0, 7, 14],
    [1, 8, 43],
    [2, 9, 60],
  ];
  const figures = auditFigures(data, { ...nothing, copies, conflicting: copies.slice(2) });
  assert.deepEqual(Object.keys(figures), ['across-splits', 'conflicting']);
  assert.deepEqual(captions(figures['across-splits']), [
    'Training 1<br>Disgust',
    'PublicTest 43<br>Disgust',
    'Training 2<br>Fear',
    'PrivateTest 60<br>Sad',
  ]);
  assert.deepEqual(captions(figures.conflicting), ['Training 2<br>Fear', 'PrivateTest 60<br>Sad']);
});

test('a sample of many findings is shown, from first to last; near pairs by correlation', () => {
  const blank = Array.from({ length: 47 }, (_, i) => i);
  const shown = captions(auditFigures(data, { ...nothing, blank }).blank)!;
  assert.equal(shown.length, 24);
  assert.deepEqual([shown[0], shown[23]], ['Training 0<br>Angry', 'PublicTest 46<br>Sad']);
  const near = [
    { first: 3, second: 4, correlation: 0.93 },
    { first: 5, second: 6, correlation: 0.99 },
  ];
  assert.match(captions(auditFigures(data, { ...nothing, near }).near)![0]!, /^Training 5<br>Surprise<br>r = 0\.990$/);
});

test('doubtful labels are sorted by the number of contradicting votes', () => {
  const votes = new Uint8Array(63 * FERPLUS_VOTES.length);
  votes[10 * FERPLUS_VOTES.length + FERPLUS_VOTES.indexOf('sadness')] = 6;
  votes[11 * FERPLUS_VOTES.length + FERPLUS_VOTES.indexOf('NF')] = 9;
  const report = { ...nothing, ferplus: { disagreeing: [10, 11], notFace: [11] } };
  const figures = auditFigures(data, report, ferPlusOn(data, votes));
  assert.deepEqual(captions(figures['ferplus-disagreeing']), [
    'Training 11<br>Sad<br>FER+: not a face 9',
    'Training 10<br>Happy<br>FER+: sadness 6',
  ]);
  assert.equal(captions(figures['ferplus-not-a-face'])?.length, 1);
});

test('an audit without findings has no figures', () => {
  assert.deepEqual(auditFigures(data, nothing), {});
});
