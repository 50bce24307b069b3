import { benchPeer, PEER_NAMES, type PeerName } from '../peers';
import { compareNetwork } from './compare-network';
import { type ComparisonPart, partName } from './plan';
import { progressTo } from './progress';
import { median } from './quantile';
import type { GrowingReport } from './report';

/** Peers of a part with the `fastest` peers. */
const FASTEST = 2;
/** Unmeasured steps: recording and compiling, and the first replay. */
const WARM_UP = 2;

export interface MeasureComparisonOptions {
  readonly threads: number;
  /** For the files of the networks. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Measures a part and adds it to a report. A part that fails is reported there and does not stop the others. */
export async function measureComparison(
  part: ComparisonPart,
  report: GrowingReport,
  { threads, folder, signal }: MeasureComparisonOptions,
): Promise<void> {
  const { network, job, batch, steps } = part;
  const peers = part.peers === 'fastest' ? fastestPeers(part, report) : part.peers;
  const name = partName(part);
  const options = { steps, warmUp: WARM_UP, finalists: FASTEST, threads, signal, onProgress: progressTo(name) };
  try {
    const compare = () => compareNetwork({ network, job, batch, peers }, folder, options);
    report.addComparison(await report.part(name, compare));
  } catch (error) {
    signal.throwIfAborted();
    report.skip(name, error instanceof Error ? error.message : String(error));
  }
}

/** The fastest peers at the batch size that all peers ran at, and PyTorch's default, for its memory. */
function fastestPeers({ network, job }: ComparisonPart, { report }: GrowingReport): PeerName[] {
  const before = report.comparisons.find((one) => one.network === network && one.job === job);
  const inOrder = [...(before?.rivals ?? [])].sort((a, b) => median(a.times) - median(b.times));
  const names = inOrder.slice(0, FASTEST).map(({ name }) => name);
  return PEER_NAMES.filter((peer) => peer === 'pytorch' || names.includes(benchPeer(peer).name));
}
