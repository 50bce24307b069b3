import type { Data } from 'plotly.js-dist-min';
import type { MethodCheck } from '../saliency/checks/check';
import { type Checked, checkedLabel } from '../saliency/checks/edges';
import type { Randomisation, RandomisationStage } from '../saliency/checks/randomisation';
import type { Figure } from './figure';
import { COLUMN, INK, PAGE, SERIES_COLOURS, type TitleOption, themed } from './theme';

/** Similarity of a method's maps to the original ones while the network is randomised, layer by layer from the last. */
export function randomisationCurves(
  randomisation: Randomisation,
  { title, measure = 'spearman' }: TitleOption & { readonly measure?: 'spearman' | 'ssim' } = {},
): Figure {
  const methods = Object.entries(randomisation) as [Checked, readonly RandomisationStage[]][];
  const stages = methods[0][1].map(({ layer }) => layer || 'trained');
  return {
    data: methods.map(([method, curve], k) =>
      line(
        method,
        k,
        stages,
        curve.map((stage) => stage[measure]),
      ),
    ),
    layout: themed(
      { width: COLUMN, height: 2.6 },
      {
        xaxis: { title: { text: 'Random from the last layer down to' }, tickangle: -45, showgrid: false },
        yaxis: { title: { text: measure === 'ssim' ? 'SSIM' : 'Rank correlation' }, range: [-0.25, 1.05] },
      },
      title,
    ),
  };
}

/**
 * Deletion and insertion side by side: the probability of the label as the hottest pixels are removed, and inserted.
 */
export function removalCurves(checks: readonly MethodCheck[], { title }: TitleOption = {}): Figure {
  const percent = (shares: readonly number[]) => shares.map((share) => 100 * share);
  return {
    data: (['deletion', 'insertion'] as const).flatMap((way, panel) =>
      checks.map(({ method, removal }, k) => ({
        ...line(method, k, percent(removal.shares), percent(removal[way])),
        showlegend: panel === 0,
        legendgroup: method,
        xaxis: panel === 0 ? 'x' : 'x2',
        yaxis: panel === 0 ? 'y' : 'y2',
      })),
    ),
    layout: themed(
      { width: PAGE, height: 2.6 },
      {
        grid: { rows: 1, columns: 2, pattern: 'independent', xgap: 0.15 },
        xaxis: { title: { text: 'Pixels deleted (%)' } },
        xaxis2: { title: { text: 'Pixels inserted (%)' } },
        yaxis: { title: { text: 'Probability of the label (%)' }, range: [0, 102] },
        yaxis2: { range: [0, 102] },
      },
      title,
    ),
  };
}

function line(method: Checked, k: number, x: readonly (number | string)[], y: readonly number[]): Data {
  const control = method === 'edges';
  return {
    type: 'scatter',
    mode: 'lines',
    name: checkedLabel(method),
    x: [...x],
    y: y.map((value) => (Number.isFinite(value) ? value : null)),
    line: {
      color: control ? INK : SERIES_COLOURS[k % SERIES_COLOURS.length],
      dash: control ? 'dot' : 'solid',
      width: 1.5,
    },
    hovertemplate: `%{x}: %{y:.2f}<extra>${checkedLabel(method)}</extra>`,
  };
}
