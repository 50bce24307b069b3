import { ellipse, type Path, ribbon, scaled, spline, symmetric } from './curves';
import type { HairStyle, Identity } from './face';
import type { Scene } from './scene';

/** Hair behind the head: long hair, curls, the back of a scarf. */
export function drawHairBehind({ face, raster, outline }: Scene): void {
  const { hair, head, texture } = face.identity;
  const width = head.width + 0.12 + 0.2 * hair.volume;
  if (hair.style === 'long' || hair.style === 'scarf') {
    const fall = scaled(symmetric(FALL), width, 1 + 0.07 * hair.volume);
    raster.fill(outline(spline(fall, true)), hair.gray);
  } else if (hair.style === 'curly') {
    const bumps = ellipse(0, -0.62, width + 0.12, 0.82 + 0.15 * hair.volume, 40).map(
      (value, i) => value * (1 + 0.04 * Math.sin(1.2 * i + (texture % 7))),
    );
    raster.fill(outline(bumps), hair.gray * 0.9);
  }
}

/** Hair, or a scarf, over the skull. */
export function drawHair(scene: Scene): void {
  const { face, raster, surface, outline } = scene;
  const { hair, head } = face.identity;
  if (hair.style === 'bald') return;
  const line = hairline(face.identity);
  const width = head.width + 0.03 + 0.08 * hair.volume;
  const skull = scaled(SKULL, width, 1.3 + 0.16 * hair.volume);
  const [ends, temple] = [line.length - 2, head.width - 0.02];
  const cap = spline([-temple, line[ends + 1], ...skull, temple, line[1]]);
  raster.fill([...outline(cap), ...surface(spline(line))], hair.gray);
  if (hair.style === 'scarf') {
    raster.fill(outline(spline(scaled(symmetric(SCARF), width, 1), true)), hair.gray * 0.95);
  } else {
    drawStrands(scene, -1.3 - 0.16 * hair.volume);
  }
}

/** From the right temple over the forehead to the left one, for this head. */
function hairline({ hair, head, texture }: Identity): Path {
  const line = HAIRLINES[hair.style];
  const side = hair.style === 'parted' && texture % 2 === 0 ? -1 : 1;
  const scale = head.width / 0.86;
  const path: Path = [];
  for (let i = 0; i < line.length; i += 2) {
    const from = side === 1 ? i : line.length - 2 - i; // so that a mirrored line still runs from right to left
    const forehead = line[from + 1] < -0.6 ? hair.line : 0;
    path.push(side * scale * line[from], line[from + 1] + forehead);
  }
  return path;
}

function drawStrands({ face, raster, outline }: Scene, top: number): void {
  const { texture } = face.identity;
  for (let i = 0; i < 6; i++) {
    const x = -0.75 + 0.28 * i + 0.02 * ((texture >>> i) & 7);
    const lean = 0.1 * (((texture >>> (2 * i)) & 3) - 1.5);
    const start = [x * 0.6, top + 0.06 + 0.25 * x * x];
    const strand = spline([...start, x * 0.9 + lean, -1.02 + 0.1 * x * x, x * 1.1 + lean, -0.84 + 0.2 * x * x]);
    raster.tint(outline(ribbon(strand, () => 0.05)), i % 2 === 0 ? 1.14 : 0.86);
  }
}

/** The head's outline above the temples, in half-widths and heights of the head, from left to right. */
const SKULL = [-1, -0.32, -0.85, -0.69, -0.5, -0.94, 0, -1, 0.5, -0.94, 0.85, -0.69, 1, -0.32];
/** Right half of hair that hangs to the shoulders, widths in half-widths of the head. */
const FALL = [0, -1.36, 0.56, -1.2, 1, -0.6, 1.06, 0.3, 1.02, 1.2, 0.65, 1.9, 0, 2];
/** Right half of the part of a scarf below the chin. */
const SCARF = [0, 1.06, 0.54, 0.95, 0.81, 0.5, 1.1, 0.9, 0.98, 1.5, 0, 1.9];

/** Hairlines of a head of average width, heights above −0.6 for a line of average height. */
const HAIRLINES: Record<HairStyle, Path> = {
  bald: [],
  short: [0.8, -0.2, 0.76, -0.6, 0.45, -0.88, 0, -0.92, -0.45, -0.88, -0.76, -0.6, -0.8, -0.2],
  curly: [0.8, -0.2, 0.76, -0.6, 0.45, -0.84, 0, -0.88, -0.45, -0.84, -0.76, -0.6, -0.8, -0.2],
  receding: [0.8, -0.25, 0.74, -0.75, 0.5, -1.15, 0.2, -0.96, -0.2, -0.96, -0.5, -1.15, -0.74, -0.75, -0.8, -0.25],
  parted: [0.8, -0.15, 0.75, -0.55, 0.55, -0.74, 0.1, -0.86, -0.35, -1.08, -0.6, -0.9, -0.75, -0.55, -0.8, -0.15],
  fringe: [0.8, 0.1, 0.7, -0.5, 0.45, -0.64, 0.15, -0.68, -0.15, -0.64, -0.45, -0.68, -0.7, -0.5, -0.8, 0.1],
  long: [0.82, 1.2, 0.7, 0.2, 0.68, -0.45, 0.4, -0.88, 0, -1, -0.4, -0.88, -0.68, -0.45, -0.7, 0.2, -0.82, 1.2],
  scarf: [0.62, 1.2, 0.78, 0.3, 0.72, -0.35, 0.45, -0.72, 0, -0.82, -0.45, -0.72, -0.72, -0.35, -0.78, 0.3, -0.62, 1.2],
};
