/** Vanilla gradients of the same images by the VGG, as in `npm run saliency`. Arguments: images. */
import { EMOTIONS } from '../../lib/data/dataset';
import { vgg } from '../../lib/models/vgg';
import { device } from '../../lib/runtime';
import { explain } from '../../lib/saliency/explain';
import { probe } from '../../lib/saliency/probe';
import { serve } from '../harness/serve';

const n = Number(process.argv[2]);
const asked = probe(vgg({ drop: 0, seed: 0, classes: EMOTIONS, input_size: 40 }));
const crops = {
  pixels: Uint8Array.from({ length: n * asked.area }, (_, i) => (i * 37) % 256),
  size: asked.size,
  classes: EMOTIONS,
  labels: Uint8Array.from({ length: n }, (_, i) => i % EMOTIONS.length),
};

serve(() => explain(asked, crops, 'gradient'), { tensorflow: device().tensorflow, device: device().kind });
