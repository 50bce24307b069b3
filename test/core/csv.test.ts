import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvField } from '../../lib/core/csv';

test('a CSV field is quoted if it contains a comma, a quotation mark or a line break', () => {
  assert.equal(csvField('Happy'), 'Happy');
  assert.equal(csvField('a,b'), '"a,b"');
  assert.equal(csvField('a "b"'), '"a ""b"""');
  assert.equal(csvField('a\r\nb'), '"a\r\nb"');
});
