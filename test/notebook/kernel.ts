import type { MimeBundle } from '../../lib/terminal/cell-output';

/** Output of a kernel: a bundle, and whether it replaced the previous one with the same id. */
export interface Sent {
  readonly data: MimeBundle;
  readonly id: string;
  readonly update: boolean;
}

/** Simulates tslab's running kernel while `body` runs, and returns the output sent to the page. */
export async function inKernel(body: () => unknown): Promise<Sent[]> {
  const sent: Sent[] = [];
  const file = require.resolve('tslab/dist/jupyter');
  const module = { exports: { lastWriteDisplayData } } as NodeJS.Module;
  function lastWriteDisplayData(
    { data, transient }: { data: MimeBundle; transient: { display_id: string } },
    update: boolean,
  ): void {
    sent.push({ data: structuredClone(data), id: transient.display_id, update });
  }
  require.cache[file] = module;
  try {
    await body();
  } finally {
    delete require.cache[file];
  }
  return sent;
}
