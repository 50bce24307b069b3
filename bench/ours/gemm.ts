/** The product of two large matrices: the peak speed of the cores. Arguments: element type. */
import { DataType, matMul, tf } from '../../lib/runtime';
import { convert } from '../../lib/runtime/kernels/cast';
import { serve } from '../harness/serve';
import type { TypeName } from '../harness/types';

const SIZE = 2048;
const element = DataType[process.argv[2] as TypeName];
const [a, b] = [1, 2].map((seed) => convert(tf.randomNormal([SIZE, SIZE], 0, 1, 'float32', seed), element));

function step(): void {
  tf.tidy(() => convert(tf.slice(matMul(a, b), [0, 0], [1, 1]), DataType.float32).dataSync());
}

serve(step, { gemm_gflop: (2 * SIZE ** 3) / 1e9 });
