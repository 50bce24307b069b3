/**
 * A training step of a VGG with almost nothing to compute: one image, and 1/64 of the filters and units. Arguments:
 * captured or eager, steps in a row.
 */
import { EMOTIONS } from '../../lib/data/dataset';
import { vgg } from '../../lib/models/vgg';
import { device } from '../../lib/runtime';
import { INPUT_SIZE } from '../harness/network';
import { serve } from '../harness/serve';
import { trainingStep } from './training-step';

const [mode, inARow] = process.argv.slice(2);
const network = vgg({ drop: 0.2, seed: 0, classes: EMOTIONS, input_size: INPUT_SIZE, width: 1 / 64 });
const step = trainingStep(network, { mode: mode as 'captured' | 'eager', precision: 'float32', batch: 1 });
serve(step, { tensorflow: device().tensorflow, device: device().kind }, Number(inARow));
