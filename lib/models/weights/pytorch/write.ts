import { stridesOf } from '../strided';
import type { NamedTensor } from '../tensor';
import { storedZip } from './archive';

/** A PyTorch checkpoint (a state dict) for `torch.load(…, weights_only=True)`. */
export function encodeStateDict(tensors: readonly NamedTensor[]): Buffer {
  const files = new Map<string, Uint8Array>([
    ['archive/data.pkl', pickleOf(tensors)],
    ['archive/byteorder', Buffer.from('little')],
  ]);
  tensors.forEach(({ values }, key) => {
    files.set(`archive/data/${key}`, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  });
  return storedZip(files.set('archive/version', Buffer.from('3\n')));
}

/** An ordered dictionary of tensors, each a view of its own storage, in protocol 2 (Python's `pickletools`). */
function pickleOf(tensors: readonly NamedTensor[]): Buffer {
  const items = tensors.map((tensor, key) => Buffer.concat([unicode(tensor.name), tensorOf(tensor, String(key))]));
  return Buffer.concat([opcode('\x80\x02'), ORDERED_DICT, opcode('('), ...items, opcode('u.')]);
}

function tensorOf({ shape, values }: NamedTensor, key: string): Buffer {
  const storage = [
    unicode('storage'),
    global('torch', 'FloatStorage'),
    unicode(key),
    unicode('cpu'),
    int(values.length),
  ];
  const view = [int(0), tuple(shape.map(int)), tuple(stridesOf(shape).map(int)), FALSE, ORDERED_DICT];
  const args = tuple([Buffer.concat([tuple(storage), opcode('Q')]), ...view]);
  return Buffer.concat([global('torch._utils', '_rebuild_tensor_v2'), args, opcode('R')]);
}

const opcode = (text: string) => Buffer.from(text, 'latin1');
const FALSE = opcode('\x89');
const ORDERED_DICT = Buffer.concat([global('collections', 'OrderedDict'), opcode(')R')]);

function global(module: string, name: string): Buffer {
  return Buffer.from(`c${module}\n${name}\n`);
}

function tuple(items: readonly Buffer[]): Buffer {
  return Buffer.concat([opcode('('), ...items, opcode('t')]);
}

function unicode(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([opcode('X'), uint32(bytes.length), bytes]);
}

/** Up to 2³¹ − 1. */
function int(value: number): Buffer {
  return Buffer.concat([opcode('J'), uint32(value)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
