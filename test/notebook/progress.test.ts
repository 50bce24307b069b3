import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { progress, progressLine } from '../../lib/terminal/progress-line';
import type { Progress } from '../../lib/training/train-options';
import { inKernel } from './kernel';

const at = (epoch: number, step: number): Progress => ({
  epoch,
  epochs: 3,
  step,
  steps: 4,
  loss: 1.23456,
  accuracy: 0.5229,
  imagesPerSecond: 1840.4,
  secondsLeft: 245,
});

function stream(properties: object): { stream: NodeJS.WriteStream; text: () => string } {
  const through = Object.assign(new PassThrough(), properties) as unknown as NodeJS.WriteStream & PassThrough;
  return { stream: through, text: () => String(through.read() ?? '') };
}

test('the line shows epoch, step, loss, accuracy, pace and time left', () => {
  const bar = `${'━'.repeat(12)}${'─'.repeat(12)}`;
  assert.equal(progressLine(at(1, 2)), `epoch 1/3 ${bar} 2/4 · loss 1.235 · 52.3 % · 1,840 images/s · 4:05 left`);
  assert.match(progressLine({ ...at(1, 2), secondsLeft: 3729.6 }), / 1:02:10 left$/);
});

test('a log file has one line per epoch', () => {
  const { stream: log, text } = stream({ isTTY: false });
  const line = progress(log);
  for (const epoch of [1, 2]) for (const step of [1, 2, 3, 4]) line.update(at(epoch, step));
  line.finish();
  assert.equal(text(), `${progressLine(at(1, 4))}\n${progressLine(at(2, 4))}\n`);
});

test('a terminal’s line is rewritten, fits, and ends with a line break', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
  const { stream: terminal, text } = stream({ isTTY: true, columns: 40 });
  const line = progress(terminal);
  line.update(at(1, 1));
  line.update(at(1, 2)); // too soon to be seen
  line.update(at(1, 4));
  line.finish();
  const [first, last] = [1, 4].map((step) => `\r\x1b[K${progressLine(at(1, step)).slice(0, 39)}`);
  assert.equal(text(), `${first}${last}${last}\n`);
});

test('a notebook’s line is one output, updated in place', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
  const sent = await inKernel(() => {
    const line = progress();
    line.update(at(1, 1));
    t.mock.timers.tick(200);
    line.update(at(1, 2));
  });
  assert.deepEqual(
    sent.map(({ data, update }) => [data['text/plain'], update]),
    [
      [progressLine(at(1, 1)), false],
      [progressLine(at(1, 2)), true],
    ],
  );
  assert.equal(sent[0].id, sent[1].id);
});
