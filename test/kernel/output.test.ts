import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { patched, type Session } from './kernels';

let session: Session;

before(async () => {
  session = await patched({ 'lib/index.ts': '/** Draws a face. */\nexport function drawFace(): void {}\n' });
});

after(() => session[Symbol.asyncDispose]());

test('no line of a long output is lost', async () => {
  const { stdout } = await session.run('for (let i = 0; i < 20000; i++) console.log(i);');
  assert.equal(stdout, Array.from({ length: 20000 }, (_, i) => `${i}\n`).join(''));
});

test('text, displays and their updates arrive in the cell’s order', async () => {
  const { messages } = await session.run(`import { newDisplay } from 'tslab';
    const chart = newDisplay();
    console.log('before');
    for (const point of ['1', '2', '3']) chart.text(point);
    console.error('warning');
    chart.text('4');
    console.log('after');`);
  const order = messages.flatMap(({ type, content }) => {
    if (type === 'stream') return [String(content.text).trim()];
    return type.includes('display') ? [`${type} ${(content.data as Record<string, string>)['text/plain']}`] : [];
  });
  const updates = ['2', '3'].map((point) => `update_display_data ${point}`);
  const expected = ['before', 'display_data 1', ...updates, 'warning', 'update_display_data 4', 'after'];
  assert.deepEqual(order, expected);
});

test('output of a busy cell is shown at once', async () => {
  const start = performance.now();
  let seen = 0;
  const code = `console.log('now'); for (const t = Date.now(); Date.now() - t < 1000; );`;
  await session.kernel.execute(code, ({ type }) => {
    if (type === 'stream') seen = performance.now() - start;
  });
  assert.ok(performance.now() - start - seen > 500, `seen ${seen} ms after the start`);
});

test('Tab completes the exports of lib', async () => {
  assert.deepEqual(await session.kernel.complete(`import { draw| } from 'lib';`), ['drawFace']);
  assert.deepEqual(await session.kernel.complete(`import * as lib from 'lib';\nlib.|`), ['drawFace']);
  assert.match(await session.kernel.inspect(`import { drawFace } from 'lib';\ndraw|Face();`), /Draws a face\./);
});

test('completion and inspection work at every position of a cell', async () => {
  const code = `import { drawFace } from 'lib';\nconst o = { a: 1, f: (x: number) => \`\${x}\` };\no.f(o.a); // end`;
  for (let at = 0; at <= code.length; at += 3) {
    const marked = `${code.slice(0, at)}|${code.slice(at)}`;
    await session.kernel.complete(marked);
    await session.kernel.inspect(marked);
  }
});
