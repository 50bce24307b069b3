import { createInterface } from 'node:readline';

/**
 * The counterpart of `Worker`: reports that it is ready, then runs one step per line of input.
 * @param about information about itself, such as versions
 * @param inARow number of steps per line; reports their mean
 */
export async function serve(step: () => unknown, about: object = {}, inARow = 1): Promise<void> {
  console.log(JSON.stringify(about));
  for await (const _ of createInterface({ input: process.stdin })) {
    const began = performance.now();
    for (let i = 0; i < inARow; i++) await step();
    console.log((performance.now() - began) / inARow);
  }
}
