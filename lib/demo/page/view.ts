import type { Face } from './reader';
import type { Settings } from './settings';

/** Longest side of the canvas, in pixels. */
const LONGEST = 1280;

/** Draws a picture with the boxes of its faces. */
export function drawView(
  canvas: HTMLCanvasElement,
  source: CanvasImageSource,
  size: { readonly width: number; readonly height: number },
  faces: readonly Face[],
  { classes, colours }: Settings,
): void {
  const scale = Math.min(1, LONGEST / Math.max(size.width, size.height));
  const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d')!;
  context.drawImage(source, 0, 0, width, height);
  const letters = Math.max(14, width / 40);
  context.font = `${letters}px system-ui, sans-serif`;
  context.textBaseline = 'top';
  for (const { box, probabilities } of faces) {
    const best = probabilities.indexOf(Math.max(...probabilities));
    const [x, y] = [box.x * scale, box.y * scale];
    context.strokeStyle = colours[best];
    context.lineWidth = Math.max(2, width / 300);
    context.strokeRect(x, y, box.width * scale, box.height * scale);
    const label = `${classes[best]} ${Math.round(100 * probabilities[best])} %`;
    const [left, top] = [Math.max(0, x), Math.max(0, y)];
    context.fillStyle = 'white';
    context.fillRect(left, top, context.measureText(label).width + letters / 2, letters * 1.3);
    context.fillStyle = '#1c1c1c';
    context.fillText(label, left + letters / 4, top + letters * 0.15);
  }
}
