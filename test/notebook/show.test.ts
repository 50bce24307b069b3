import assert from 'node:assert/strict';
import { test } from 'node:test';
import { table } from 'arquero';
import { InputError } from '../../lib/core/errors';
import { show } from '../../lib/notebook/show';
import { inKernel } from './kernel';

const ROWS = [
  { emotion: 'Happy', n: 8989, share: 0.250478 },
  { emotion: '<b>"Sad" & so</b>', n: null, share: 1 / 3 },
];

test('a table is HTML with escaped text, numbers right and text left', async () => {
  const [{ data }] = await inKernel(() => show(ROWS));
  const html = String(data['text/html']);
  assert.match(html, /<td style="text-align: left">&#60;b&#62;&#34;Sad&#34; &#38; so&#60;\/b&#62;<\/td>/);
  assert.match(html, /<th style="text-align: right">n<\/th>/);
  assert.match(html, /<td style="text-align: right"><\/td><td style="text-align: right">0.33333<\/td>/);
  assert.equal(
    data['text/plain'],
    ['emotion               n    share', 'Happy              8989  0.25048', '<b>"Sad" & so</b>        0.33333'].join(
      '\n',
    ),
  );
});

test('arquero tables and danfojs frames are shown like arrays of rows', async () => {
  const columns = { emotion: ROWS.map((row) => row.emotion), n: ROWS.map((row) => row.n) };
  const frame = {
    columns: ['emotion', 'n'],
    values: ROWS.map(({ emotion, n }) => [emotion, n]),
    shape: [2, 2],
    index: [0, 1],
  };
  const sent = await inKernel(() => {
    show(ROWS.map(({ emotion, n }) => ({ emotion, n })));
    show(table(columns));
    show(frame);
  });
  assert.deepEqual(sent[1].data, sent[0].data);
  assert.deepEqual(sent[2].data, sent[0].data);
});

test('a long table reports its hidden rows', async () => {
  const rows = Array.from({ length: 22 }, (_, i) => ({ i }));
  const sent = await inKernel(() => {
    show(rows);
    show(rows, { limit: 21 });
    show([]);
  });
  assert.match(String(sent[0].data['text/plain']), /\n19\n… and 2 more rows$/);
  assert.match(String(sent[1].data['text/html']), /<p>… and 1 more row<\/p>$/);
  assert.equal(sent[2].data['text/plain'], '');
});

test('an image is recognised by its first bytes', async () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d);
  const [{ data }] = await inKernel(() => show(png));
  assert.equal(data['image/png'], 'iVBORw0=');
  assert.throws(() => show(Uint8Array.of(1, 2, 3)), new InputError('image', '3 bytes', 'must be a PNG or a JPEG'));
});

test('outside a notebook a figure is one line', (t) => {
  const log = t.mock.method(console, 'log', () => {});
  show({ data: [{ type: 'scatter', name: 'training', y: [1] }], layout: {} });
  show({ data: [], layout: { title: { text: 'Confusion' } } });
  show('text');
  const lines = log.mock.calls.map((call) => call.arguments[0]);
  assert.deepEqual(lines, ['[figure: training]', '[figure: Confusion]', 'text']);
});

test('named rows keep their names', async () => {
  const frame = { columns: ['n'], values: [[7], [3]], shape: [2, 1], index: ['count', 'mean'] };
  const [{ data }] = await inKernel(() => show(frame));
  assert.equal(data['text/plain'], '       n\ncount  7\nmean   3');
});
