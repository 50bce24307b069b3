import { printable } from '../../core/excerpt';
import { accuracyText } from '../describe';
import type { Interval } from '../intervals';
import type { Evaluation } from '../metrics';

/**
 * How the classes of other data were matched with the network's, a line each: what was left out on either side, other
 * names, and the accuracy among the shared classes. None for an evaluation on the network's own data.
 */
export function crossLines({
  cross,
  selected_on,
  split,
}: Pick<Evaluation, 'cross' | 'selected_on' | 'split'>): string[] {
  if (!cross) return [];
  const { dataset, left_out, absent, named, shared, among_shared } = cross;
  const out = Object.entries(left_out).map(([name, n]) => `${n.toLocaleString('en')} of ${printable(name)}`);
  const unknown = out.length > 0 ? `${out.join(', ')}, which the network does not know` : 'no images';
  const lacks = absent.map((name) => printable(name)).join(', ');
  const missing =
    absent.length > 0
      ? `${printable(dataset)} has no ${lacks}, so predictions of it are wrong`
      : `${printable(dataset)} has all classes of the network`;
  const names = Object.entries(named).map(([network, data]) => `${printable(data)} is ${printable(network)}`);
  const among = (top1: number, interval: Interval) => accuracyText({ top1, interval, split, selected_on, n: 0 });
  return [
    `left out: ${unknown}; ${missing}`,
    ...(names.length > 0 ? [`synonyms: ${names.join(', ')}`] : []),
    ...(among_shared
      ? [`top-1 among the ${shared.length} shared classes: ${among(among_shared.top1, among_shared.interval)}`]
      : []),
  ];
}
