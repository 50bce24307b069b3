/** Ten-crop evaluation of one batch, captured. Argument: a task as JSON. */
import { device } from '../../lib/runtime';
import { networkOf } from '../harness/network';
import { serve } from '../harness/serve';
import type { Task } from '../harness/task';
import { probeLogits } from './probe-logits';
import { tenCropStep } from './ten-crop-step';

const task: Task = JSON.parse(process.argv[2]);
const network = networkOf(task.network, task.size);
const about = { tensorflow: device().tensorflow, device: device().kind, logits: probeLogits(network) };
serve(tenCropStep(network, task), about);
