import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Binding, binding, DataType, withBinding } from '../../lib/runtime/backend';

/** One call of TensorFlow's graph executor. */
interface Call {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Files with the bytes of the inputs. */
  readonly files: readonly string[];
}

/**
 * Writes the graph that a program hands to TensorFlow, and the calls that it makes, so that another process can replay
 * them: `graph/` (a SavedModel), `calls.json` and a file per input. The first call assigns the variables.
 *
 * @param steps calls the program at least twice, since the first call of a program records
 */
export function writeCapturedGraph(folder: string, steps: () => void): void {
  const real = binding();
  let calls: Call[] = [];
  const images = new Map<number, Uint8Array>(); // uint8 tensors by handle, which the addon cannot read
  const create: Binding['createTensor'] = (shape, type, values) => {
    const handle = real.createTensor(shape, type, values);
    if (type === DataType.uint8) images.set(handle, values as Uint8Array);
    return handle;
  };
  const load: Binding['loadSavedModel'] = (from, tag) => {
    cpSync(from, join(folder, 'graph'), { recursive: true });
    calls = [];
    return real.loadSavedModel(from, tag);
  };
  const run: Binding['runSavedModel'] = (model, handles, inputs, outputs) => {
    const files = handles.map((handle, i) => {
      const values = images.get(handle) ?? (real.tensorDataSync(handle) as Uint8Array);
      const file = `call-${calls.length}-${i}.bin`;
      writeFileSync(join(folder, file), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      return file;
    });
    const names = (list: string) => list.split(',').filter(Boolean);
    calls = [...calls, { inputs: names(inputs), outputs: names(outputs), files }];
    return real.runSavedModel(model, handles, inputs, outputs);
  };
  // Not a proxy of the binding itself, whose properties are read-only.
  const spied = new Proxy({} as Binding, {
    get(_, name) {
      if (name === 'createTensor') return create;
      if (name === 'loadSavedModel') return load;
      if (name === 'runSavedModel') return run;
      const value = Reflect.get(real, name);
      return typeof value === 'function' ? value.bind(real) : value;
    },
  });
  mkdirSync(folder, { recursive: true });
  withBinding(spied, steps);
  writeFileSync(join(folder, 'calls.json'), JSON.stringify([calls[0], calls[calls.length - 1]]));
}
