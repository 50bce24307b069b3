import { slopes } from './gradient';
import type { SaliencyMethod } from './method';

/**
 * Each pixel times its gradient (Shrikumar et al. 2016, arXiv 1605.01713). The sign shows which of two classes a pixel
 * supports.
 */
export const inputGradient: SaliencyMethod = {
  label: 'Input × gradient',
  heat: 'magnitude',
  passes: 'one',
  sums: true,
  options: {},
  explain: async (question) => {
    const { values } = await slopes(question, question.weights);
    return values.map((slope, k) => slope * question.images[k]);
  },
};
