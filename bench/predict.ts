/** `npm run bench -- predict network=vgg bs=32`: ten-crop evaluation here and in the other libraries. */
import { comparisonCommand } from './harness/comparison-command';

comparisonCommand('predict', 'Measures ten-crop evaluation by a network against other libraries.');
