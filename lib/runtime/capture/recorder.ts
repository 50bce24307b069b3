import * as attributes from '../attributes';
import {
  type Attribute,
  type Binding,
  binding,
  DataType,
  handleOf,
  type Metadata,
  type Tensor,
  tf,
  typeOf,
  type Variable,
  withBinding,
} from '../backend';
import type { Update } from './commit';
import { Graph } from './graph';
import { resultsOf } from './result-shapes';
import { StandIns } from './stand-ins';

/** A function did something that a graph cannot replay. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';
}

/** A variable inside the graph, by the node of its handle. */
export interface GraphVariable {
  readonly variable: Variable;
  readonly handle: string;
}

/** The ops of a function. */
export interface Recording {
  /** The function's ops, and reads of all variables. */
  readonly graph: Graph;
  readonly inputs: readonly string[];
  /** Handle of each variable → the node that reads it. */
  readonly reads: ReadonlyMap<string, string>;
  /** Updates, which run after the reads. */
  readonly updates: readonly Update[];
  readonly results: readonly { readonly source: string; readonly type: DataType }[];
}

let active: Recorder | undefined;

/** The recorder that receives ops at the moment, if any. Fused updates use it. */
export function activeRecorder(): Recorder | undefined {
  return active;
}

/**
 * Runs `body` once, eagerly, and records each op that it sends to TensorFlow. Values of large tensors are not kept, so
 * that the outputs and the assigned variables have none.
 *
 * @param restore gives the variables the values from before; called last, also after an error
 */
export function record(
  prefix: string,
  body: (...inputs: Tensor[]) => Tensor[],
  inputs: readonly Tensor[],
  variables: readonly GraphVariable[],
  restore = () => {},
): Recording {
  const recorder = new Recorder(prefix, inputs, variables);
  const draw = Math.random;
  active = recorder;
  Math.random = () => {
    throw new CaptureError('draws randomness in JavaScript (Math.random), which a graph would replay as a constant');
  };
  try {
    let recording: Recording | undefined;
    withBinding(recorder.binding, () => {
      try {
        tf.tidy(() => {
          recording = recorder.finish(body(...inputs));
        });
      } finally {
        restore(); // here, since only the recorder can free the values that it assigned
      }
    });
    return recording!;
  } finally {
    Math.random = draw;
    active = undefined;
  }
}

/** Wraps the binding and records the ops that pass through it. */
export class Recorder {
  readonly binding: Binding;
  private readonly real = binding();
  private readonly standIns = new StandIns(this.real);
  private readonly graph: Graph;
  private readonly inputs: string[];
  private readonly reads: ReadonlyMap<string, string>;
  private readonly before: number[];
  /** Handle of each known tensor → its source in the graph. */
  private readonly source = new Map<number, string>();
  private readonly fused: Update[] = [];
  /** The condition of the current updates. */
  private condition: string | undefined;
  /** Handle of each value that was assigned under a condition → that condition. */
  private readonly conditions = new Map<number, string>();

  constructor(
    prefix: string,
    inputs: readonly Tensor[],
    private readonly variables: readonly GraphVariable[],
  ) {
    this.graph = new Graph(prefix);
    this.inputs = inputs.map((tensor) => {
      const name = this.graph.placeholder(typeOf(tensor), tensor.shape);
      this.source.set(handleOf(tensor), name);
      return name;
    });
    this.reads = new Map(
      variables.map(({ variable, handle }) => {
        const name = this.graph.add('ReadVariableOp', [handle], [attributes.type('dtype', typeOf(variable))]);
        this.source.set(handleOf(variable), name);
        this.graph.describe(name, typeOf(variable), variable.shape);
        return [handle, name];
      }),
    );
    this.before = variables.map(({ variable }) => handleOf(variable));
    this.binding = this.inFrontOfBinding();
  }

  /** Records a fused update of variables. It runs after everything that reads them. */
  update(op: string, given: Attribute[], targets: readonly Variable[], operands: readonly Tensor[]): void {
    const handles = targets.map((target) => {
      const found = this.variables.find(({ variable }) => variable === target);
      if (!found) throw new CaptureError(`updates a variable that the program was not given (${target.name})`);
      return found.handle;
    });
    this.fused.push({
      op,
      attributes: given,
      handles,
      operands: operands.map((tensor) => this.sourceOf(handleOf(tensor))),
      type: typeOf(operands[0]),
      condition: this.condition,
    });
  }

  /** Records the updates that `body` makes. They run only if `condition`, a bool, is true. */
  onlyIf(condition: Tensor, body: () => void): void {
    const before = this.variables.map(({ variable }) => handleOf(variable));
    this.condition = this.sourceOf(handleOf(condition));
    body();
    this.variables.forEach(({ variable }, i) => {
      if (handleOf(variable) !== before[i]) this.conditions.set(handleOf(variable), this.condition!);
    });
    this.condition = undefined;
  }

  /** The recording. Assignments of the eager run come before fused updates. */
  finish(outputs: readonly Tensor[]): Recording {
    const assignments = this.variables.flatMap(({ variable, handle }, i): Update[] => {
      const now = handleOf(variable);
      if (now === this.before[i]) return [];
      const type = typeOf(variable);
      const dtype = attributes.type('dtype', type);
      const [operands, condition] = [[this.sourceOf(now)], this.conditions.get(now)];
      return [{ op: 'AssignVariableOp', attributes: [dtype], handles: [handle], operands, type, condition }];
    });
    const results = outputs.map((tensor) => ({ source: this.sourceOf(handleOf(tensor)), type: typeOf(tensor) }));
    const { graph, inputs, reads } = this;
    return { graph, inputs, reads, updates: [...assignments, ...this.fused], results };
  }

  private inFrontOfBinding(): Binding {
    const { real } = this;
    const overrides: Partial<Binding> = {
      createTensor: (shape, type, values) => {
        const id = real.createTensor(shape, type, values);
        this.source.set(id, this.constant(shape, type as DataType, values));
        return id;
      },
      executeOp: (op, given, ids, count) => {
        const withoutRun = this.resultsWithoutRun(op, given, ids);
        const results =
          withoutRun ?? this.standIns.standIn(ids, (handles) => real.executeOp(op, given, handles, count));
        this.recordOp(op, given, ids, results);
        if (!withoutRun) this.standIns.free(results);
        return results;
      },
      deleteTensor: (id) => this.standIns.delete(id),
      tensorDataSync: () => {
        throw new CaptureError("reads a tensor's value, which a graph has only when it runs");
      },
      runSavedModel: () => {
        throw new CaptureError('runs another captured program');
      },
    };
    return Object.create(real, Object.getOwnPropertyDescriptors(overrides));
  }

  /** Results of which only the shapes would be kept, if these follow from the inputs; the op need not run. */
  private resultsWithoutRun(op: string, given: Attribute[], ids: readonly number[]): Metadata[] | undefined {
    const sources = ids.map((id) => this.source.get(id) ?? '');
    if (!sources.every((source) => this.graph.types.has(source))) return undefined; // a tensor from outside
    const inputs = sources.map((source) => ({
      shape: this.graph.shapes.get(source)!,
      dtype: this.graph.types.get(source)!,
    }));
    const results = resultsOf(op, given, inputs);
    return results && this.standIns.add(results, ids);
  }

  private recordOp(op: string, given: Attribute[], ids: number[], results: Metadata[]): void {
    const inputs = ids.map((id) => this.sourceOf(id));
    // tfjs leaves the type of this op to eager inference, which graphs lack.
    const missing = op === 'ExpandDims' ? [attributes.type('T', this.inspect(ids[0]).type)] : [];
    const name = this.graph.add(op, inputs, [...given, ...missing]);
    results.forEach(({ id, shape, dtype }, k) => {
      const output = k === 0 ? name : `${name}:${k}`;
      this.source.set(id, output);
      this.graph.describe(output, dtype as DataType, shape);
    });
  }

  /** The source of a tensor. A tensor from outside `body` becomes a constant of the graph. */
  private sourceOf(handle: number): string {
    const known = this.source.get(handle);
    if (known !== undefined) return known;
    const { shape, type } = this.inspect(handle);
    const name = this.constant(shape, type, this.valuesOf(handle, type));
    this.source.set(handle, name);
    return name;
  }

  private valuesOf(handle: number, type: DataType): ArrayBufferView {
    if (type !== DataType.uint8) return this.real.tensorDataSync(handle);
    // The binding cannot read uint8, so convert to int32 first.
    const cast = [attributes.type('SrcT', type), attributes.type('DstT', DataType.int32)];
    const [{ id }] = this.real.executeOp('Cast', cast, [handle], 1);
    const values = Uint8Array.from(this.real.tensorDataSync(id));
    this.real.deleteTensor(id);
    return values;
  }

  private constant(shape: readonly number[], type: DataType, values: unknown): string {
    if (!ArrayBuffer.isView(values))
      throw new CaptureError('makes a tensor of strings, which this graph does not hold');
    return this.graph.constant(type, shape, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  /** Shape and type of a tensor. The binding reports them only for outputs of ops. */
  private inspect(handle: number): { readonly shape: number[]; readonly type: DataType } {
    const lost = this.standIns.describe(handle);
    if (lost) return { shape: lost.shape, type: lost.dtype as DataType };
    const [{ id, shape, dtype }] = this.real.executeOp('Identity', [], [handle], 1);
    this.real.deleteTensor(id);
    return { shape, type: dtype as DataType };
  }
}
