import type { Network } from './network';
import { buildNetwork, type NetworkOptions } from './registry';

/** A row of a network's summary. The last row is the total. */
export interface SummaryRow {
  readonly layer: string;
  readonly kind: string;
  /** Output shape without the batch axis. */
  readonly output: string;
  readonly parameters: number;
  /** Millions of multiply-adds per image. */
  readonly megaMultiplyAdds: number;
}

/** Layers, output shapes, trained parameters and multiply-adds, as a table. */
export function summary(network: Network): SummaryRow[] {
  const rows = network.layers.map(
    ({ name, kind, outputShape, parameters, multiplyAdds }): SummaryRow => ({
      layer: name,
      kind,
      output: outputShape.join('×'),
      parameters: parameters.reduce((sum, { variable, trainable }) => sum + (trainable ? variable.size : 0), 0),
      megaMultiplyAdds: multiplyAdds / 1e6,
    }),
  );
  const total = (of: (row: SummaryRow) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const sum = {
    layer: network.name,
    kind: 'sum',
    output: '',
    parameters: total((row) => row.parameters),
    megaMultiplyAdds: total((row) => row.megaMultiplyAdds),
  };
  return [...rows, sum];
}

/**
 * The summary of a network.
 *
 * @param name a value of `network=`
 * @param options.classes of the data, as `data.classes`
 * @param options.input_size width of the network's input, in pixels
 */
export function networkSummary(name: string, options: Pick<NetworkOptions, 'classes' | 'input_size'>): SummaryRow[] {
  const network = buildNetwork(name, { drop: 0, seed: 0, ...options });
  try {
    return summary(network);
  } finally {
    network.dispose();
  }
}
