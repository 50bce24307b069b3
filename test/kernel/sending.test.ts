import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendInTurn } from '../../kernel/sending.cjs';

/** A socket that is busy with each message until `free` is called. */
function slowSocket() {
  const sent: unknown[] = [];
  let free: (() => void) | undefined;
  return {
    sent,
    sendHighWaterMark: 0,
    send(parts: unknown): Promise<void> {
      if (free) throw Object.assign(new Error('Socket is busy writing'), { code: 'EBUSY' });
      sent.push(parts);
      return new Promise((resolve) => {
        free = () => {
          free = undefined;
          resolve();
        };
      });
    },
    free: () => free?.(),
  };
}

test('messages sent during another transmission follow it, in order', async () => {
  const socket = slowSocket();
  sendInTurn(socket);
  for (const part of [1, 2, 3]) socket.send(part);
  assert.deepEqual(socket.sent, [1]);
  for (let turn = 0; turn < 3; turn++) {
    socket.free();
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(socket.sent, [1, 2, 3]);
  socket.send(4);
  assert.deepEqual(socket.sent, [1, 2, 3, 4], 'at once where nothing waits');
});

test('other errors are thrown to the sender', () => {
  const socket = slowSocket();
  socket.send = () => {
    throw new Error('Socket is closed');
  };
  sendInTurn(socket);
  assert.throws(() => socket.send(1), /Socket is closed/);
});
