/** `npm run bench -- step steps=20 bs=64`: the VGG's training step here, in PyTorch and in tfjs's LayersModel. */
import { command } from '../lib/cli/command';
import { counter } from '../lib/terminal/counter';
import { alternate, type Timing } from './harness/alternate';
import { batchKeys, benchKeys } from './harness/options';
import { medianOf, report, reportClaims, reportMachine, reportTimings, rounded } from './harness/report';
import { autoType, LAYOUTS, pytorch, type TypeName, typesHere } from './harness/types';
import { ours, peer } from './harness/worker';

const usage = {
  name: 'bench',
  summary: 'Measures a training step of the VGG against PyTorch and LayersModel of tfjs.',
  keys: { ...benchKeys({ steps: 20 }), ...batchKeys(64) },
  examples: ['step bs=64'],
};

command(usage, async ({ values }, signal) => {
  const n = values.bs;
  const types = typesHere('step');
  const contenders = [
    ...types.map((type) => ours(`captured ${type}`, 'step', 'captured', type, n, 1)),
    ...types.map((type) => ours(`eager ${type}`, 'step', 'eager', type, n, 1)),
    ...types.flatMap((type) => LAYOUTS.map((layout) => peer(pytorch(type, layout), 'step', type, layout, n))),
    ours('LayersModel float32', 'layers-model', n),
    ...types.map((type) => ours(`GEMM ${type}`, 'gemm', type)),
  ];
  const timings = await alternate(contenders, { ...values, warmUp: 3, signal, onProgress: counter('steps') });
  reportMachine('step', timings, values.threads);
  const networks = timings.filter(({ name }) => !name.startsWith('GEMM'));
  reportTimings('step', networks, { unit: 'images', count: n });
  for (const type of types) reportPeak(timings, type);
  reportClaims('step', timings, claims(types));
});

/** Reports a captured step's speed as a fraction of the speed of large matrix products on this machine. */
function reportPeak(timings: readonly Timing[], type: TypeName): void {
  const speed = (name: string, key: string) => {
    const { about } = timings.find((timing) => timing.name === name)!;
    return (1000 * Number(about[key])) / medianOf(timings, name)!;
  };
  const step = speed(`captured ${type}`, 'gflop');
  const peak = speed(`GEMM ${type}`, 'gemm_gflop');
  const goal = type === 'float32' ? undefined : 0.85;
  const speeds = { gflop_per_second: rounded(step), gemm_gflop_per_second: rounded(peak) };
  report('step', { ratio: `captured ${type} to the GEMM peak`, fraction: rounded(step / peak), goal, ...speeds });
}

function claims(types: readonly TypeName[]) {
  const all = (type: TypeName) => LAYOUTS.map((layout) => pytorch(type, layout));
  const captured = (type: TypeName, named: string) => {
    const rivals = [
      { rival: "PyTorch's fastest", theirs: types.flatMap(all), goal: 1.4 },
      { rival: "PyTorch's default", theirs: [pytorch('float32', 'default')], goal: 2 },
      { rival: 'LayersModel', theirs: ['LayersModel float32'], goal: 4 },
    ];
    return rivals.map(({ rival, theirs, goal }) => ({
      name: `captured ${named} to ${rival}`,
      ours: `captured ${type}`,
      theirs,
      goal,
    }));
  };
  const float32 = "captured float32 to PyTorch's fastest float32";
  const auto = autoType();
  return [
    { name: float32, ours: 'captured float32', theirs: all('float32'), goal: 1.2 },
    ...types.slice(1).flatMap((type) => captured(type, 'mixed')),
    ...captured(auto, `auto (${auto})`),
  ];
}
