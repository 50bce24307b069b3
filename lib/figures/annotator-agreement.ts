import type { AgreementBin } from '../evaluation/subset-accuracies';
import { accuracyLine, imageBars, PANELS } from './accuracy';
import type { Figure } from './figure';
import { COLUMN, type TitleOption, themed } from './theme';

/**
 * Accuracy by the number of FER+'s ten annotators who agree on an image, with its 95 % interval, and the number of
 * images. If people disagree, no network can match all labels.
 */
export function annotatorAgreement(agreement: readonly AgreementBin[], { title }: TitleOption = {}): Figure {
  const bins = agreement.map((bin) => ({ x: bin.votes, ...bin }));
  return {
    data: [accuracyLine(bins, '%{x} agree: right in %{y:.1f} %'), imageBars(bins, 0.9, '%{x} agree: %{y} images')],
    layout: themed(
      { width: COLUMN, height: 3.2 },
      {
        ...PANELS,
        xaxis: { title: { text: 'Annotators of ten who agree (FER+)' }, range: [0.5, 10.5], dtick: 1, anchor: 'y2' },
      },
      title,
    ),
  };
}
