import { createInterface } from 'node:readline';

/**
 * The other side of `Worker`: says that it is ready, then does one step for each line that comes.
 * @param about what it says of itself, such as versions
 * @param inARow steps that it does instead, of which it tells the mean
 */
export async function serve(step: () => unknown, about: object = {}, inARow = 1): Promise<void> {
  console.log(JSON.stringify(about));
  for await (const _ of createInterface({ input: process.stdin })) {
    const began = performance.now();
    for (let i = 0; i < inARow; i++) await step();
    console.log((performance.now() - began) / inARow);
  }
}
