import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdown, timeText } from '../../bench/harness/markdown';
import type { Report } from '../../bench/harness/report';

const result = (name: string, times: number[], final = true, peak = 1000, about: object = {}) => ({
  name,
  times,
  final,
  peak,
  about: about as Record<string, unknown>,
});

const REPORT: Report = {
  machine: { cpu: 'A CPU', cores: 2, instructions: 'AVX2', memory: 16, node: 'v20.1.0' },
  date: '2026-01-02T03:04:05.000Z',
  threads: 2,
  comparisons: [
    {
      ...{ network: 'vgg', job: 'step', batch: 64, precision: 'float32', parameters: 1, megaMultiplyAdds: 1 },
      ours: result('fer-lab', [400, 500, 600], true, 2000, { tensorflow: '2.21.0' }),
      rivals: [
        result('PyTorch', [1200], false, 2500, { torch: '2.15.0', logits: [1, 2] }),
        result('PyTorch channels-last', [1000, 1000, 990], true, 2250),
        result('JAX', [1100, 1100, 1100], true, 1000),
      ],
      absent: [{ name: 'torch.compile', why: 'needs a C++ compiler' }],
    },
  ],
  phases: [
    {
      ...{ name: 'load', what: 'fer2013.csv to arrays', goal: { times: 3 }, absent: [], note: 'FER2013' },
      ours: { name: 'fer-lab', about: {}, times: [50, 60, 40] },
      theirs: [{ name: 'pandas', about: {}, times: [200] }],
    },
    {
      ...{ name: 'page', what: 'the page', goal: { seconds: 4 }, absent: [], theirs: [] },
      ours: { name: 'fer-lab', about: {}, times: [3456] },
    },
  ],
  skipped: [{ part: 'vgg, predict, 128', why: 'not started within 38 minutes' }],
  seconds: { 'vgg, step, 64': 90, load: 30 },
};

test('a report shows medians, ratios with their goals, memory, and what was left out', () => {
  assert.equal(
    markdown(REPORT),
    `2026-01-02: A CPU, 2 cores, AVX2, 16 GB; 2 threads per contender. Node v20.1.0, tensorflow 2.21.0, torch 2.15.0.

| network | batch | step | fastest peer | ratio (goal) | ten crops | fastest peer | ratio (goal) | peak of the step | PyTorch's |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| vgg | 64 | 0.500 s | PyTorch channels-last 1.00 s | 2.00 × (1.8) |  |  |  | 2.00 GB | 2.25 GB |

|  | fer-lab | PyTorch | PyTorch channels-last | JAX |
| --- | ---: | ---: | ---: | ---: |
| vgg, step, 64 | 0.500 s | 1.20 s* | 1.00 s | 1.10 s |

\\* from its heat (one or two steps), not from the final in which the fastest peers take turns.

| phase | here | fastest other | ratio | goal |
| --- | ---: | ---: | ---: | ---: |
| fer2013.csv to arrays (FER2013) | 50 ms | pandas 0.200 s | 4.00 × | 3 × |
| the page | 3.46 s |  |  | ≤ 4.00 s |

Not measured:

- torch.compile in vgg, step, 64: needs a C++ compiler
- vgg, predict, 128: not started within 38 minutes

Took 2.0 minutes: vgg, step, 64 90 s, load 30 s.
`,
  );
});

test('times are in seconds from a tenth of one on', () => {
  assert.deepEqual([1234, 100, 99.4, 0.4321].map(timeText), ['1.23 s', '0.100 s', '99 ms', '0.43 ms']);
});
