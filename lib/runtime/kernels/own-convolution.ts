import { bool } from '../attributes';
import { execute, type Tensor } from '../backend';
import { differentiable } from '../gradient';

/** Ops of `lib/runtime/native/` that convolve with filters of 3×3 and stride 1. */
export interface ConvolutionOps {
  /** Of images and filter; with `gradient`, the gradient of the images by that of the result. */
  readonly convolution: string;
  readonly filterGradient: string;
}

export const WINOGRAD = {
  convolution: 'FerWinograd',
  filterGradient: 'FerWinogradFilterGradient',
  /** The convolution and the ops that follow in a prediction (`capture/epilogues.ts`). */
  withEpilogue: 'FerWinogradEpilogue',
} satisfies ConvolutionOps & { withEpilogue: string };
export const AMX: ConvolutionOps = { convolution: 'FerAmxConvolution', filterGradient: 'FerAmxFilterGradient' };

/** A convolution by these ops. */
export function convolveBy({ convolution, filterGradient }: ConvolutionOps, x: Tensor, filter: Tensor): Tensor {
  return differentiable(
    [x, filter],
    (save) => {
      save([x, filter]);
      return execute(convolution, [bool('gradient', false)], [x, filter]);
    },
    (dy, [x, filter]) => [
      execute(convolution, [bool('gradient', true)], [dy, filter]),
      execute(filterGradient, [], [x, dy]),
    ],
  );
}
