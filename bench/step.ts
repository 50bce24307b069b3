/** `npm run bench -- step network=vgg bs=64`: a network's training step here and in the other libraries. */
import { comparisonCommand } from './harness/comparison-command';

comparisonCommand('step', 'Measures the training step of a network against other libraries.');
