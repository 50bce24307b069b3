import type { Annotation, Shape } from 'plotly.js-dist-min';
import { type Box, type Picture, resized } from '../photos/picture';
import type { Figure } from './figure';
import { colourPng } from './png';
import { classColours, INK, PAGE, type TitleOption, themed } from './theme';

/** A face of {@link faceBoxes}. */
export interface BoxedFace {
  readonly box: Box;
  /** `[classes]` */
  readonly probabilities: ArrayLike<number>;
}

/** Longest side of the drawn picture, in pixels. */
const LONGEST = 1280;

/** A picture with the box of each face, its most probable class and that class's probability. */
export function faceBoxes(
  picture: Picture,
  faces: readonly BoxedFace[],
  classes: readonly string[],
  { title }: TitleOption = {},
): Figure {
  const { width, height } = picture;
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const drawn = scale === 1 ? picture : resized(picture, Math.round(width * scale), Math.round(height * scale));
  const colours = classColours(classes);
  const named = faces.map(({ box, probabilities }) => {
    const best = Array.from(probabilities).reduce((top, p, k) => (p > probabilities[top] ? k : top), 0);
    return {
      box,
      label: `${classes[best]} ${(100 * probabilities[best]).toFixed(0)} %`,
      colour: colours[best],
    };
  });
  return {
    data: [{ type: 'scatter', x: [], y: [] }],
    layout: themed(
      { width: PAGE, height: (PAGE * height) / width },
      {
        margin: { l: 0, r: 0, t: 0, b: 0 },
        xaxis: { visible: false, range: [0, width], fixedrange: true },
        yaxis: { visible: false, range: [height, 0], fixedrange: true, scaleanchor: 'x' },
        images: [
          {
            source: `data:image/png;base64,${colourPng(drawn.rgb, drawn.width, drawn.height).toString('base64')}`,
            ...{ xref: 'x', yref: 'y', x: 0, y: 0, sizex: width, sizey: height, sizing: 'stretch', layer: 'below' },
          },
        ],
        shapes: named.map(
          ({ box, colour }): Partial<Shape> => ({
            ...{
              type: 'rect',
              xref: 'x',
              yref: 'y',
              x0: box.x,
              y0: box.y,
              x1: box.x + box.width,
              y1: box.y + box.height,
            },
            line: { color: colour, width: 2 },
          }),
        ),
        annotations: named.map(
          ({ box, label, colour }): Partial<Annotation> => ({
            ...{
              text: label,
              x: Math.max(0, box.x),
              y: Math.max(0, box.y),
              xanchor: 'left',
              yanchor: 'top',
              showarrow: false,
            },
            ...{ bgcolor: 'white', bordercolor: colour, borderwidth: 1, borderpad: 2, font: { color: INK } },
          }),
        ),
      },
      title,
    ),
  };
}
