import { ellipse, type Path, points, ribbon, spline, spot, symmetric } from './curves';
import type { Scene } from './scene';

/** Neck and clothes, which everything else partly covers. */
export function drawBody({ face, raster, outline }: Scene): void {
  const { identity } = face;
  const clothes = 0.12 + 0.7 * ((identity.texture % 97) / 97);
  raster.fill(outline([-0.5, 0.6, 0.5, 0.6, 0.56, 1.5, 0.9, 2.2, -0.9, 2.2, -0.56, 1.5]), identity.skin * 0.78);
  raster.glow(outline(spot(0, 1.15, 0.75, 0.45)), -0.45);
  raster.fill(outline(spline([-2.4, 2.4, -1.9, 1.75, -0.62, 1.38, 0, 1.72, 0.62, 1.38, 1.9, 1.75, 2.4, 2.4])), clothes);
}

/** The ears. If the head turns, the far one moves to the front. */
export function drawEars({ face, raster, outline }: Scene): void {
  const { skin, head } = face.identity;
  for (const side of [-1, 1]) {
    const seen = 1 - 2.2 * side * Math.sin(face.pose.yaw);
    if (seen < 0.3) continue;
    const x = side * (head.width + 0.02);
    raster.fill(outline(ellipse(x, 0.02, 0.11 * Math.min(seen, 1.5), 0.27)), skin * 0.88);
    raster.glow(outline(spot(x, 0, 0.08 * Math.min(seen, 1.5), 0.2)), -0.4);
  }
}

/** The head and its skin, with the shading of sockets, temples, cheekbones and chin. */
export function drawHead(scene: Scene): void {
  const { face, raster, outline, surface } = scene;
  const { identity } = face;
  raster.fill(outline(headOutline(scene)), identity.skin);
  const { eyes, head } = identity;
  for (const side of [-1, 1]) {
    raster.glow(surface(spot(side * eyes.apart, -0.22, 0.34, 0.27)), -0.16);
    raster.glow(surface(spot(side * 0.5, 0.14, 0.34, 0.28)), 0.07);
    raster.glow(outline(spot(side * head.width, 0.5, 0.35, 0.6)), -0.2);
    raster.glow(outline(spot(side * head.width, -0.5, 0.22, 0.45)), -0.14);
  }
  raster.glow(surface(spot(0, -0.75, 0.5, 0.3)), 0.08);
  drawSpots(scene);
}

/** Effect of opening the mouth on the head's outline: points below the mouth move down. */
export function dropped(path: Path, drop: number): Path {
  return path.map((value, i) => {
    if (i % 2 === 0 || value < CHIN_MOVES_FROM) return value;
    const t = Math.min((value - CHIN_MOVES_FROM) / 0.25, 1);
    return value + 0.17 * drop * t * t * (3 - 2 * t);
  });
}

/** Height below which the chin moves, in face units. */
export const CHIN_MOVES_FROM = 0.78;

/** The head's silhouette without hair. */
export function headOutline({ face }: Scene): Path {
  const { width, jaw, chin } = face.identity.head;
  const right = points(
    [0, -1.25],
    [0.45, -1.17],
    [0.76 * width + 0.06, -0.82],
    [width, -0.3],
    [width - 0.02, 0.2],
    [jaw + 0.06, 0.55],
    [jaw * 0.86, 0.8],
    [jaw * 0.5, chin - 0.09],
    [jaw * 0.22, chin],
    [0, chin + 0.01],
  );
  return dropped(symmetric(spline(right)), face.actions.AU26);
}

/** Moles, blotches and forehead wrinkles, which no action moves. */
function drawSpots({ face, raster, surface }: Scene): void {
  const { texture, age } = face.identity;
  for (let i = 0; i < 3; i++) {
    const x = (((texture >>> (8 * i)) & 15) / 15 - 0.5) * 1.2;
    const y = (((texture >>> (8 * i + 4)) & 15) / 15 - 0.5) * 1.6;
    raster.glow(surface(spot(x, y, 0.25, 0.2)), i === 1 ? -0.1 : 0.06);
  }
  for (let i = 0; i < 2; i++) {
    const y = -0.74 - 0.12 * i;
    raster.tint(surface(ribbon(spline([-0.4, y + 0.02, 0, y, 0.4, y + 0.02]), () => 0.03)), 1 - 0.2 * age);
  }
}
