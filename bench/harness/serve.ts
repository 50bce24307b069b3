import { createInterface } from 'node:readline';

/**
 * The counterpart of `Worker`: reports that it is ready, then runs one step per line of input and answers with its
 * milliseconds. A line `value` asks for the result of the step instead.
 * @param about information about itself, such as versions
 * @param inARow number of steps per line; reports their mean
 */
export async function serve(step: () => unknown, about: object = {}, inARow = 1): Promise<void> {
  console.log(JSON.stringify(about));
  for await (const line of createInterface({ input: process.stdin })) {
    const began = performance.now();
    let value: unknown;
    for (let i = 0; i < inARow; i++) value = await step();
    console.log(line === 'value' ? JSON.stringify(value) : (performance.now() - began) / inARow);
  }
}
