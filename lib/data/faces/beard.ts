import { type Path, ribbon, scaled, spline, swelling } from './curves';
import { headOutline } from './head';
import type { Scene } from './scene';

/** Moustache and beard; the beard follows the chin. */
export function drawBeard(scene: Scene): void {
  const { face, raster, outline, surface } = scene;
  const { beard, hair, mouth } = face.identity;
  if (beard.chin > 0) {
    const head = headOutline(scene);
    const jaw: Path = [];
    for (let i = 0; i < head.length; i += 2) if (head[i + 1] > 0.25) jaw.push(head[i], head[i + 1]);
    const inner = spline(scaled(INNER_EDGE, mouth.width / 0.33, mouth.height / 0.62));
    raster.fill([...outline(jaw), ...surface(inner)], hair.gray, 0.75 * beard.chin);
  }
  if (beard.moustache > 0) {
    const bar = spline(scaled(MOUSTACHE, mouth.width / 0.33, mouth.height / 0.62));
    raster.fill(surface(ribbon(bar, swelling(0.12))), hair.gray, 0.75 * beard.moustache);
  }
}

/** The beard's edge around an average mouth, from left cheek to right cheek. */
const INNER_EDGE = [-0.62, 0.42, -0.49, 0.57, -0.2, 0.82, 0.2, 0.82, 0.49, 0.57, 0.62, 0.42];
/** The moustache of an average mouth. */
const MOUSTACHE = [-0.35, 0.55, -0.2, 0.48, 0, 0.49, 0.2, 0.48, 0.35, 0.55];
