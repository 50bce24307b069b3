import { createInterface } from 'node:readline';

/**
 * The other side of `Worker`: says that it is ready, then does one step for each line that comes.
 * @param about what it says of itself, such as versions
 */
export async function serve(step: () => unknown, about: object = {}): Promise<void> {
  console.log(JSON.stringify(about));
  for await (const _ of createInterface({ input: process.stdin })) {
    const began = performance.now();
    await step();
    console.log(performance.now() - began);
  }
}
