import { text } from '../../core/keys';
import { bilinear } from '../bilinear';
import { type LayerOutput, spatialLayer, spatialLayers } from '../layer-output';
import type { Probe } from '../probe';
import { inBatches, rowOf } from '../sweep';
import type { SaliencyMethod } from './method';
import type { Question } from './question';

export interface GradCamOptions {
  /** A layer whose output has height and width, such as `conv3b`; empty for `defaultLayer`. @default '' */
  readonly layer?: string;
}

/**
 * Grad-CAM (Selvaraju et al. 2017, arXiv 1610.02391): the positive part of the sum of the layer's channels, each
 * weighted by the target's mean gradient over it, enlarged bilinearly to the size of the image.
 */
export const gradCam: SaliencyMethod<GradCamOptions> = {
  label: 'Grad-CAM',
  heat: 'positive',
  passes: 'one',
  sums: false,
  needsSpatialLayer: true,
  options: { layer: text('', 'layer') },
  explain: maps,
};

/**
 * @throws {InputError} for an unknown layer, a layer whose output has no height and width, and a network without such
 * layers
 */
async function maps(question: Question, { layer }: Required<GradCamOptions>): Promise<Float32Array> {
  const { probe, images, weights } = question;
  const { area, classes, size } = probe;
  const { name, shape } = layer === '' ? defaultLayer(probe) : spatialLayer(probe, layer);
  const [height, width] = shape;
  const maps = new Float32Array(images.length);
  await inBatches(images.length / area, question, (from, to) => {
    const batch = images.subarray(from * area, to * area);
    const small = probe.cam(name, batch, weights.subarray(from * classes, to * classes));
    for (let i = from; i < to; i++) {
      bilinear(rowOf(small, i - from, height * width), { height, width }, rowOf(maps, i, area), size);
    }
  });
  return maps;
}

/**
 * The last layer whose map is at least a quarter of the image high, or the last one with the highest map if all are
 * smaller. Deeper layers are too coarse: on drawn faces the VGG's 10×10 maps hit the changed pixels four times as often
 * as chance, its 5×5 maps never.
 *
 * @throws {InputError} for a network without a layer that has height and width
 */
export function defaultLayer(probe: Probe): LayerOutput {
  const spatial = spatialLayers(probe);
  const highest = Math.max(...spatial.map(({ shape }) => shape[0]));
  const fine = spatial.filter(({ shape }) => shape[0] >= Math.min(probe.size / 4, highest));
  return fine[fine.length - 1];
}
