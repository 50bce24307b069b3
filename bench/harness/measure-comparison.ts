import { benchPeer, PEER_NAMES, type PeerName } from '../peers';
import { compareNetwork } from './compare-network';
import { fastest } from './markdown';
import { type ComparisonPart, partName } from './plan';
import { progressTo } from './progress';
import { reasonOf } from './reason';
import type { GrowingReport } from './report';

/** Peers in a final. */
const FINALISTS = 2;
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
  const options = { steps, warmUp: WARM_UP, finalists: FINALISTS, threads, signal, onProgress: progressTo(name) };
  try {
    const compare = () => compareNetwork({ network, job, batch, peers }, folder, options);
    report.addComparison(await report.part(name, compare));
  } catch (error) {
    signal.throwIfAborted();
    report.skip(name, reasonOf(error));
  }
}

/** The fastest peer at the batch size of all peers, and for the memory of a step PyTorch's default. */
function fastestPeers({ network, job }: ComparisonPart, { report }: GrowingReport): PeerName[] {
  const before = report.comparisons.find((one) => one.network === network && one.job === job);
  const best = fastest(before?.rivals.filter(({ final }) => final) ?? [])?.name;
  return PEER_NAMES.filter((peer) => benchPeer(peer).name === best || (peer === 'pytorch' && job === 'step'));
}
