/**
 * The only module that uses internals of tfjs-node: TensorFlow's ops by name, true element types, native handles. The
 * rest of `lib` sees typed functions.
 */
import './environment';
import type * as TensorFlow from '@tensorflow/tfjs-node-gpu';
import type { TensorMetadata, TFEOpAttr, TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import { quietly } from '../../scripts/system/quiet.cjs';

export type Attribute = TFEOpAttr;
export type Binding = TFJSBinding;
export type Metadata = TensorMetadata;
/** A tensor of tfjs. */
export type Tensor = TensorFlow.Tensor;
/** A variable of tfjs: a tensor whose value can be assigned. */
export type Variable = TensorFlow.Variable;

/** A variable and its name in files. */
export interface NamedVariable {
  readonly name: string;
  readonly variable: Variable;
}

/** TensorFlow's numbers for element types (`types.proto`). */
export const DataType = {
  float32: 1,
  int32: 3,
  uint8: 4,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  float16: 19,
} as const;
export type DataType = (typeof DataType)[keyof typeof DataType];

interface TensorData {
  id: number;
  shape: number[];
  dtype: DataType;
  /** Values that JavaScript has not yet passed to TensorFlow. */
  values: TensorFlow.backend_util.BackendValues | null;
  refCount: number;
}

interface NodeBackend {
  binding: Binding;
  tensorMap: { get(dataId: object): TensorData; set(dataId: object, data: TensorData): void };
  createOutputTensor(metadata: Metadata): Tensor;
  getInputTensorIds(tensors: readonly Tensor[]): number[];
}

interface Loaded {
  readonly tf: typeof TensorFlow;
  readonly backend: NodeBackend;
  readonly addon: Binding;
}

let loaded: Loaded | undefined;
const preparations: ((tfjs: typeof TensorFlow) => void)[] = [];

/**
 * tfjs. Import it from here, so that the environment is set and the kernels' types are known. It loads when it is first
 * used, since that takes half a second, for which commands that compute nothing need not wait.
 */
export const tf = new Proxy({} as typeof TensorFlow, { get: (_target, name) => Reflect.get(load().tf, name) });

/** Prepares tfjs as soon as it loads, or now if it has. */
export function whenLoaded(prepare: (tfjs: typeof TensorFlow) => void): void {
  if (loaded) prepare(loaded.tf);
  else preparations.push(prepare);
}

function load(): Loaded {
  if (loaded) return loaded;
  const tfjs: typeof TensorFlow = quietly(() => require('@tensorflow/tfjs-node-gpu'));
  const backend = tfjs.backend() as unknown as NodeBackend;
  labelReducedPrecision(tfjs, backend);
  loaded = { tf: tfjs, backend, addon: backend.binding };
  for (const prepare of preparations) prepare(tfjs);
  return loaded;
}

const LABELS_REDUCED_PRECISION = Symbol.for('fer.backend.labelsReducedPrecision');

/**
 * tfjs has no bfloat16, float16 or uint8. It labels such tensors float32 (uint8: int32); {@link typeOf} returns the
 * true type. The mark prevents a second patch: npm packages survive the notebook's hot reload.
 */
function labelReducedPrecision(tfjs: typeof TensorFlow, backend: NodeBackend): void {
  if (LABELS_REDUCED_PRECISION in backend) return;
  const create = backend.createOutputTensor.bind(backend);
  backend.createOutputTensor = (metadata) => {
    if (metadata.dtype !== DataType.bfloat16 && metadata.dtype !== DataType.float16) return create(metadata);
    const dataId = {};
    const { id, shape } = metadata;
    backend.tensorMap.set(dataId, { id, shape, dtype: metadata.dtype, values: null, refCount: 1 });
    return tfjs.engine().makeTensorFromTensorInfo({ dataId, shape, dtype: 'float32' });
  };
  Object.defineProperty(backend, LABELS_REDUCED_PRECISION, { value: true });
}

interface Tape {
  readonly gradientDepth: number;
  activeTape: readonly { readonly saved?: Tensor[] }[] | null;
}

/**
 * Frees activations saved for a gradient. tfjs keeps them if the gradient ends with an error, such as out of memory.
 */
export function freeTape(): void {
  const { state } = tf.engine() as unknown as { state: Tape };
  if (state.gradientDepth > 0) return; // an outer gradient is still being computed
  for (const { saved = [] } of state.activeTape ?? []) tf.dispose(saved);
  state.activeTape = null;
}

/** Runs a TensorFlow op that has one output. */
export function execute(op: string, attributes: Attribute[], inputs: readonly Tensor[]): Tensor {
  return executeMany(op, attributes, inputs, 1)[0];
}

/** Runs a TensorFlow op that has `outputs` outputs. */
export function executeMany(op: string, attributes: Attribute[], inputs: readonly Tensor[], outputs: number): Tensor[] {
  const { backend } = load();
  const results = backend.binding.executeOp(op, attributes, backend.getInputTensorIds(inputs), outputs);
  return results.map((metadata) => backend.createOutputTensor(metadata));
}

const dataOf = (tensor: Tensor): TensorData => load().backend.tensorMap.get(tensor.dataId);

/** The element type in TensorFlow, which may differ from tfjs's label. */
export function typeOf(tensor: Tensor): DataType {
  return dataOf(tensor).dtype;
}

/** TensorFlow's handle of a tensor. Uploads values that are still in JavaScript. */
export function handleOf(tensor: Tensor): number {
  return load().backend.getInputTensorIds([tensor])[0];
}

/** Frees a variable's value, unless another tensor shares it. Ops on the variable end with an error until it is assigned. */
export function release(variable: Variable): void {
  const data = dataOf(variable);
  if (data.refCount > 1 || data.values !== null || data.id < 0) return;
  binding().deleteTensor(data.id);
  data.id = -1; // as tfjs marks a tensor without a handle
}

/** Whether {@link release} freed the variable's value. */
export function isReleased(variable: Variable): boolean {
  const data = dataOf(variable);
  return data.values === null && data.id < 0;
}

/** A tensor for a handle that the binding returned. */
export function tensorOf(metadata: Metadata): Tensor {
  return load().backend.createOutputTensor(metadata);
}

/** The native binding that executes ops at the moment: the addon's, or a recorder that wraps it. */
export function binding(): Binding {
  return load().backend.binding;
}

/** Sends every op of `body` through `recorder`. */
export function withBinding<T>(recorder: Binding, body: () => T): T {
  const { backend } = load();
  const before = backend.binding;
  backend.binding = recorder;
  try {
    return body();
  } finally {
    backend.binding = before;
  }
}

/** Runs `body` op by op, even while a step is being recorded. */
export function eagerly<T>(body: () => T): T {
  return withBinding(load().addon, body);
}

/**
 * A uint8 tensor on the device, which tfjs labels int32. The tensor shares the array's memory: do not change the array.
 */
export function uint8Tensor(values: Uint8Array, shape: number[]): Tensor {
  const id = binding().createTensor(shape, DataType.uint8, values);
  return tensorOf({ id, shape, dtype: DataType.uint8 });
}

/** The device that runs ops, and TensorFlow's version. */
export function device(): { readonly kind: 'cpu' | 'gpu'; readonly tensorflow: string } {
  const addon = binding();
  return { kind: addon.isUsingGpuDevice() ? 'gpu' : 'cpu', tensorflow: addon.TF_Version };
}
