import { halfWave, type Schedule } from './schedule';

/** The original study's settings for PyTorch's CosineAnnealingLR and CosineAnnealingWarmRestarts. */
const EPOCHS = 10;
const LEAST = 1e-6;

/** Falls for ten epochs and rises for the next ten. */
export const cosine: Schedule = ({ history }, { lr }) => halfWave(lr, LEAST, history.length / EPOCHS);

/** Falls for ten epochs and starts again. */
export const cosineRestarts: Schedule = ({ history }, { lr }) =>
  halfWave(lr, LEAST, (history.length % EPOCHS) / EPOCHS);
