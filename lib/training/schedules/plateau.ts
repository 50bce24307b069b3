import type { Schedule } from './schedule';

/** The original study's settings for PyTorch's ReduceLROnPlateau. */
const FACTOR = 0.75;
const PATIENCE = 5;
const THRESHOLD = 1e-4;

/** Multiplies the rate by 3/4 if the validation accuracy has not improved for more than five epochs. */
export const plateau: Schedule = ({ history }, { lr }) => {
  let rate = lr;
  let best = Number.NEGATIVE_INFINITY;
  let waited = 0;
  for (const { validationAccuracy } of history) {
    if (validationAccuracy > best * (1 + THRESHOLD)) {
      best = validationAccuracy;
      waited = 0;
    } else if (++waited > PATIENCE) {
      rate *= FACTOR;
      waited = 0;
    }
  }
  return rate;
};
