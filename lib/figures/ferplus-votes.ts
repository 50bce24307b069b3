import type { Dataset } from '../data/dataset';
import { FERPLUS_VOTES, type FerPlus, votesOf } from '../data/ferplus';
import { cells, ticks } from './cells';
import type { Figure } from './figure';
import { PAGE, themed } from './theme';

/**
 * The votes of FER+'s ten annotators for the images of each label: mean share of the votes, %. The cells in which the
 * two emotions differ show what no network can learn from these labels.
 */
export function ferPlusVotes(dataset: Dataset, ferplus: FerPlus): Figure {
  const kinds = FERPLUS_VOTES.length;
  const votes = votesOf(dataset, ferplus);
  const sums = dataset.classes.map(() => FERPLUS_VOTES.map(() => 0));
  dataset.labels.forEach((label, i) => {
    for (let k = 0; k < kinds; k++) sums[label][k] += votes[i * kinds + k];
  });
  const grid = sums.flatMap((row, y) => {
    const total = Math.max(
      1,
      row.reduce((a, b) => a + b, 0),
    );
    return row.map((sum, x) => {
      const percent = ((100 * sum) / total).toFixed(1);
      const hover = `${dataset.classes[y]}: ${percent} % of the votes are ${FERPLUS_VOTES[x]}`;
      return { x, y, shade: sum / total, text: percent, hover };
    });
  });
  return {
    data: [cells(grid)],
    layout: themed(
      { width: PAGE, height: 3.2 },
      {
        barmode: 'overlay',
        bargap: 0,
        xaxis: {
          ...ticks(FERPLUS_VOTES.map((vote) => (vote === 'NF' ? 'not a face' : vote))),
          range: [-0.5, kinds - 0.5],
          title: { text: 'FER+ votes (%)' },
        },
        yaxis: {
          ...ticks(dataset.classes),
          range: [dataset.classes.length - 0.5, -0.5],
          title: { text: 'FER2013 label' },
        },
      },
    ),
  };
}
