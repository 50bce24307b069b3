import { InputError } from '../../../core/errors';
import type { ElementType } from '../elements';
import { shownName } from '../names';
import { Callable, ScalarType, Storage, TensorView, TypeName, tensorView } from './values';

/** Known names. Several versions of PyTorch and NumPy use different names for the same thing. */
type Values = Readonly<Record<string, TypeName | Callable>>;

const STORAGES: Readonly<Record<string, ElementType>> = {
  DoubleStorage: 'F64',
  FloatStorage: 'F32',
  HalfStorage: 'F16',
  BFloat16Storage: 'BF16',
  LongStorage: 'I64',
  IntStorage: 'I32',
  ShortStorage: 'I16',
  CharStorage: 'I8',
  ByteStorage: 'U8',
  BoolStorage: 'BOOL',
};

/** Types that are not used here but are harmless in a checkpoint. */
const TYPES = ['float64', 'float32', 'float16', 'bfloat16', 'int64', 'int32', 'int16', 'int8', 'uint8', 'bool'];

const CALLABLES: Readonly<Record<string, Callable['call']>> = {
  'collections.OrderedDict': (args) => (args.length === 0 ? new Map() : undefined),
  'torch._utils._rebuild_tensor': ([storage, offset, shape, strides]) => tensorView(storage, offset, shape, strides),
  'torch._utils._rebuild_tensor_v2': ([storage, offset, shape, strides]) => tensorView(storage, offset, shape, strides),
  'torch._utils._rebuild_parameter': ([tensor]) => (tensor instanceof TensorView ? tensor : undefined),
  'torch.Size': ([sizes]) => (Array.isArray(sizes) ? sizes : undefined),
  'torch.device': ([kind]) => (typeof kind === 'string' ? kind : undefined),
  'numpy.dtype': ([code]) => (typeof code === 'string' ? new ScalarType(code) : undefined),
  'numpy.core.multiarray.scalar': scalar,
  'numpy._core.multiarray.scalar': scalar,
  /** Python 2 encodes bytes this way. */
  '_codecs.encode': ([text, encoding]) =>
    typeof text === 'string' && encoding === 'latin1' ? Buffer.from(text, 'latin1') : undefined,
};

const GLOBALS: Values = {
  ...Object.fromEntries(
    Object.entries(STORAGES).map(([name, element]) => entry(new TypeName(`torch.${name}`, element))),
  ),
  ...Object.fromEntries(TYPES.map((name) => entry(new TypeName(`torch.${name}`, undefined)))),
  ...Object.fromEntries(Object.entries(CALLABLES).map(([name, call]) => entry(new Callable(name, call)))),
};

/**
 * Resolves a name in a pickle. Only names that build tensors, numbers, text and plain containers are known; all others
 * are rejected before anything runs.
 *
 * @param file the checkpoint's name, for messages
 */
export function globalNamed(module: string, name: string, file: string): TypeName | Callable {
  const full = `${module}.${name}`;
  if (Object.hasOwn(GLOBALS, full)) return GLOBALS[full];
  throw new InputError(
    'pickle',
    shownName(full),
    `must not be in ${file}: it may contain only tensors, numbers and plain containers`,
  );
}

/** A storage from its persistent ID in a pickle; undefined if the ID is invalid. */
export function storageFrom(id: unknown): Storage | undefined {
  if (!Array.isArray(id) || id[0] !== 'storage') return undefined;
  const [, type, key, , elements] = id;
  if (!(type instanceof TypeName && type.element !== undefined && typeof key === 'string')) return undefined;
  return Number.isSafeInteger(elements) && elements >= 0 ? new Storage(key, type.element, elements) : undefined;
}

/** A NumPy scalar as a number. */
function scalar([type, bytes]: readonly unknown[]): number | undefined {
  if (!(type instanceof ScalarType && bytes instanceof Uint8Array) || type.order === '>') return undefined;
  const buffer = Buffer.from(bytes);
  const read = (size: number, value: () => number | bigint) => (buffer.length === size ? Number(value()) : undefined);
  switch (type.code) {
    case 'f8':
      return read(8, () => buffer.readDoubleLE());
    case 'f4':
      return read(4, () => buffer.readFloatLE());
    case 'i8':
      return read(8, () => buffer.readBigInt64LE());
    case 'i4':
      return read(4, () => buffer.readInt32LE());
    default:
      return undefined;
  }
}

function entry<T extends TypeName | Callable>(value: T): [string, T] {
  return [value.name, value];
}
