import * as attributes from '../attributes';
import {
  binding,
  execute,
  freeTape,
  handleOf,
  isReleased,
  release,
  type Tensor,
  tensorOf,
  tf,
  typeOf,
  type Variable,
} from '../backend';
import { exchange } from './exchange';
import { Graph, load, type Tag } from './graph';
import { mostParts, withOwnOps } from './in-parts';
import { type Entry, lower } from './lower';
import { CaptureError, type GraphVariable, type Recording, record } from './recorder';

/** A function of tensors and of the program's variables, which it may assign. It returns new tensors. */
export type Body = (...inputs: Tensor[]) => Tensor[];

/** Options of a {@link Program}. */
export interface ProgramOptions {
  /**
   * `captured` replays each function as one call inside TensorFlow; `eager` runs it op by op.
   * @default 'captured'
   */
  readonly mode?: 'captured' | 'eager';
  /**
   * The most parts in which functions with depthwise convolutions compute a batch, on CPUs with AVX2.
   * @default one per core, on CPUs with at most eight
   */
  readonly parts?: number;
  /** Receives one line, once, if a function cannot be captured and the program continues eagerly. */
  readonly onNotice?: (line: string) => void;
}

interface Loaded {
  readonly model: number;
  readonly entries: ReadonlyMap<Recording, Entry>;
  /** The node that reads each variable. */
  readonly reads: readonly string[];
}

/**
 * Functions over shared variables, captured as TensorFlow graphs.
 *
 * The first call with inputs of certain shapes runs the function eagerly and records its ops. Later calls with these
 * shapes are one call into TensorFlow's graph executor, which then holds the variables. Those that it updates have no
 * value outside until {@link pull} copies it back. Tensors from outside the function become constants of the graph.
 */
export class Program<Name extends string = string> {
  private readonly variables: readonly GraphVariable[];
  private readonly handles = new Graph('variables');
  private readonly recordings = new Map<string, Recording>();
  private loaded: Loaded | undefined;
  private ahead = false;
  private mode: 'captured' | 'eager';

  /**
   * @param variables every variable that a body reads or assigns
   * @param bodies the functions, by name
   */
  constructor(
    variables: readonly Variable[],
    private readonly bodies: Readonly<Record<Name, Body>>,
    private readonly options: ProgramOptions = {},
  ) {
    this.mode = options.mode ?? 'captured';
    this.variables = variables.map((variable) => ({
      variable,
      handle: this.handles.variable(typeOf(variable), variable.shape),
    }));
  }

  /** How functions run: also `eager` after one of them could not be captured. */
  get running(): 'captured' | 'eager' {
    return this.mode;
  }

  /**
   * Calls the function `name`. The caller disposes the outputs.
   * @throws {CaptureError} only inside a body during recording; the program itself falls back to eager
   */
  run(name: Name, inputs: readonly Tensor[]): Tensor[] {
    try {
      return this.call(name, inputs);
    } catch (error) {
      freeTape();
      throw error;
    }
  }

  private call(name: Name, inputs: readonly Tensor[]): Tensor[] {
    const recording = this.mode === 'captured' ? this.recordingFor(name, inputs) : undefined;
    if (recording && !this.loaded) this.load(); // the last attempt failed, for example for lack of memory
    const entry = recording && this.loaded?.entries.get(recording);
    if (!entry || !this.loaded) return tf.tidy(() => this.bodies[name](...inputs));
    this.ahead ||= entry.updated.size > 0;
    // Before the step, which would otherwise make a second copy.
    for (const { variable, handle } of this.variables) if (entry.updated.has(handle)) release(variable);
    return fetch(this.loaded.model, entry.inputs, inputs, entry.outputs);
  }

  /**
   * Calls the function `name`, frees the inputs, and returns the outputs' values, row-major. Frees everything on errors
   * too.
   */
  read(name: Name, inputs: readonly Tensor[]): Float32Array[] {
    let outputs: Tensor[] = [];
    try {
      outputs = this.run(name, inputs);
      return outputs.map((output) => output.dataSync() as Float32Array);
    } finally {
      tf.dispose([...inputs, ...outputs]);
    }
  }

  /**
   * Records functions for inputs of these shapes, whatever their values, and frees the inputs. Later calls find the
   * graph complete: each new shape would otherwise load all functions again.
   */
  prepare(calls: readonly (readonly [name: Name, inputs: readonly Tensor[]])[]): void {
    try {
      const added = calls.filter(
        ([name, inputs]) => this.mode === 'captured' && this.add(signature(name, inputs), name, inputs),
      );
      if (added.length > 0) this.push();
    } catch (error) {
      freeTape();
      throw error;
    } finally {
      tf.dispose(calls.flatMap(([, inputs]) => inputs));
    }
  }

  /** Copies the variables' values from TensorFlow's graph to the `tf.Variable`s. */
  pull(): void {
    this.pullIf(() => true);
  }

  /** Copies the `tf.Variable`s' values to the graph. Call it after assigning them outside the program. */
  push(): void {
    this.pullIf(isReleased);
    this.unload();
    if (this.recordings.size > 0) this.load();
  }

  /** Frees all memory that the program holds in TensorFlow. The `tf.Variable`s keep the values of the last step. */
  dispose(): void {
    try {
      this.pull();
    } finally {
      this.unload();
      this.recordings.clear();
    }
  }

  private pullIf(isWanted: (variable: Variable) => boolean): void {
    if (!this.loaded || !this.ahead) return;
    const values = fetch(this.loaded.model, [], [], this.loaded.reads);
    try {
      for (const [i, { variable }] of this.variables.entries()) if (isWanted(variable)) variable.assign(values[i]);
    } finally {
      tf.dispose(values);
    }
    this.ahead = false;
  }

  private recordingFor(name: Name, inputs: readonly Tensor[]): Recording | undefined {
    const key = signature(name, inputs);
    if (this.add(key, name, inputs)) this.push();
    return this.recordings.get(key);
  }

  /** Records a function under its signature, unless there is such a recording. Returns whether it did. */
  private add(key: string, name: Name, inputs: readonly Tensor[]): boolean {
    if (this.recordings.has(key)) return false;
    this.pull();
    const recording = this.capture(name, inputs);
    if (recording) this.recordings.set(key, recording);
    return recording !== undefined;
  }

  private capture(name: Name, inputs: readonly Tensor[]): Recording | undefined {
    separate(this.variables.map(({ variable }) => variable));
    const values = this.variables.map(({ variable }) => variable.clone());
    const restore = () => {
      for (const [i, value] of values.entries()) this.variables[i].variable.assign(value);
    };
    try {
      return record(`${name}_${this.recordings.size}`, this.bodies[name], inputs, this.variables, restore);
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error;
      this.options.onNotice?.(`${name} runs op by op, several times slower: it ${error.message}`);
      this.mode = 'eager';
      this.dispose();
      return undefined;
    } finally {
      tf.dispose(values);
    }
  }

  private load(): void {
    const recordings = [...this.recordings.values()];
    const state = new Graph('state');
    const { inputs, done, outputs } = exchange(state, this.variables);
    const prepared = withOwnOps(recordings, this.options.parts ?? mostParts());
    const lowered = prepared.recordings.map(lower);
    const entries = new Map(recordings.map((recording, i) => [recording, lowered[i]]));
    const tags: Tag[] = [lowered.some(({ updated }) => updated.size > 0) ? 'train' : 'serve'];
    if (prepared.areParts) tags.push('parts');
    const model = load([this.handles, state, ...lowered.map(({ graph }) => graph)], tags);
    try {
      const values = this.variables.map(({ variable }) => variable);
      tf.dispose(fetch(model, inputs, values, [done]));
    } catch (error) {
      binding().deleteSavedModel(model); // its variables have no values yet
      throw error;
    }
    this.loaded = { model, entries, reads: outputs };
  }

  private unload(): void {
    if (this.loaded) binding().deleteSavedModel(this.loaded.model);
    this.loaded = undefined;
  }
}

/** What a recording belongs to: a function, and types and shapes of its inputs. */
function signature(name: string, inputs: readonly Tensor[]): string {
  return `${name}(${inputs.map((tensor) => `${typeOf(tensor)}[${tensor.shape}]`).join(',')})`;
}

function fetch(
  model: number,
  inputs: readonly string[],
  values: readonly Tensor[],
  outputs: readonly string[],
): Tensor[] {
  const handles = values.map(handleOf);
  return binding().runSavedModel(model, handles, inputs.join(','), outputs.join(',')).map(tensorOf);
}

/**
 * Gives each variable a value of its own: tfjs lets variables share a value until they are assigned, and the recorder
 * distinguishes variables by handle.
 */
function separate(variables: readonly Variable[]): void {
  const seen = new Set<number>();
  for (const variable of variables) {
    if (seen.has(handleOf(variable))) {
      const own = execute('Identity', [attributes.type('T', typeOf(variable))], [variable]);
      variable.assign(own);
      own.dispose();
    }
    seen.add(handleOf(variable));
  }
}
