import { halfWave, type Schedule } from './schedule';

/** The original study's settings for PyTorch's CosineAnnealingLR and CosineAnnealingWarmRestarts. */
const EPOCHS = 10;
const LEAST = 1e-6;

/** Decreases for ten epochs and increases for the next ten. */
export const cosine: Schedule = ({ history }, { lr }) => halfWave(lr, LEAST, history.length / EPOCHS);

/** Decreases for ten epochs and restarts. */
export const cosineRestarts: Schedule = ({ history }, { lr }) =>
  halfWave(lr, LEAST, (history.length % EPOCHS) / EPOCHS);
