import { join } from 'node:path';
import { ROOT } from '../../lib/core/files';
import { vggOfWidth } from '../../lib/models/narrow-vgg';
import { defineNetwork } from '../../lib/models/registry';

/** A VGG of half the narrow one's width, which tells drawn faces apart; `faces-weights.ts` trained it. */
export const FACES_NETWORK = 'half_vgg';

/** Its weights. */
export const FACES_WEIGHTS = join(ROOT, 'test', 'demo', 'faces.safetensors');

defineNetwork(FACES_NETWORK, (options) => vggOfWidth(FACES_NETWORK, 16, { ...options, drop: 0 }));
