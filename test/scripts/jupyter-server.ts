import assert from 'node:assert/strict';

/** Fails unless JupyterLab at `server` wants the token, and offers the TypeScript kernel and no other. */
export async function checkServer(server: string, token: string, plain = token): Promise<void> {
  assert.equal((await fetch(`${server}/api/contents`)).status, 403);
  const page = await fetch(`${server}/lab?token=${token}`);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /JupyterLab/);
  const headers = { authorization: `token ${plain}` };
  const response = await fetch(`${server}/api/kernelspecs`, { headers });
  const kernels = (await response.json()) as { default: string; kernelspecs: object };
  assert.equal(kernels.default, 'tslab');
  assert.deepEqual(Object.keys(kernels.kernelspecs), ['tslab']);
}
