import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../../lib/core/errors';
import { excerpt, printable } from '../../lib/core/excerpt';

test('printable text is one line without control characters, and the function is idempotent', () => {
  const escapes: readonly [string, string][] = [
    ['\u001b[31mred\u001b]0;title\u0007', '\\u001b[31mred\\u001b]0;title\\u0007'],
    ['a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['\u0085\u009b31m\u007f', '\\u0085\\u009b31m\\u007f'],
    ['\u202egpj.exe\u2066\u200b\ufeff', '\\u202egpj.exe\\u2066\\u200b\\ufeff'],
    ['\u2028\u{e0041}', '\\u2028\\u{e0041}'],
    ['half \ud83d of a pair', 'half \\ud83d of a pair'],
    ['Grüße, 日本語, 😀, C:\\data', 'Grüße, 日本語, 😀, C:\\data'],
  ];
  for (const [text, safe] of escapes) {
    assert.equal(printable(text), safe);
    assert.equal(printable(safe), safe);
  }
});

test('printable text has a limited length: its middle is removed, and no surrogate pair is split', () => {
  assert.equal(printable('a'.repeat(20), 20), 'a'.repeat(20));
  assert.equal(printable('0123456789abcdef', 10), '012345…def');
  for (const text of ['😀'.repeat(500), `x${'😀'.repeat(500)}`, '\u001b'.repeat(5000), 'a'.repeat(1e6)]) {
    const safe = printable(text);
    assert.ok(safe.length <= 300, `${safe.length}`);
    assert.doesNotMatch(safe, /\p{Cs}/u);
    assert.equal(printable(safe), safe);
  }
});

test('an excerpt is quoted and short', () => {
  assert.equal(excerpt('say "hi"\n'), '"say \\"hi\\"\\n"');
  assert.equal(excerpt('a\u202e\u009b'), '"a\\u202e\\u009b"');
  assert.equal(excerpt('7 '.repeat(1000)), `"${'7 '.repeat(20)}…"`);
});

test('every part of an error is limited and escaped', () => {
  const hostile = `\u001b]0;title\u0007\n${'x'.repeat(1e5)}`;
  for (const value of [hostile, { [hostile]: [hostile] }, [hostile]]) {
    const { message } = new InputError(hostile, value, hostile);
    assert.ok(message.length < 1700, `${message.length}`);
    assert.doesNotMatch(message, /\p{C}/u);
  }
  assert.equal(new InputError('bs', 0, 'must be an integer ≥ 1').message, 'bs: 0; must be an integer ≥ 1');
});
