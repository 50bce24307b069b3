import { ellipse, mirrored, points, ribbon, spline, spot, swelling } from './curves';
import { onSide, type Scene } from './scene';

/** The nose, shaded on the side away from the light; AU9 raises its wings and wrinkles its bridge. */
export function drawNose(scene: Scene): void {
  const { face, raster, surface } = scene;
  const { length: base, width, bridge } = face.identity.nose;
  const { light } = face;
  raster.glow(surface(spot(0, -0.02, 0.11, base + 0.02), 0.1), 0.06 + 0.1 * bridge);
  raster.glow(surface(spot(0, base - 0.07, 0.1, 0.1), 0.2), 0.2);

  for (const side of [-1, 1]) {
    const away = 0.5 - 0.5 * side * light.x * light.strength;
    const up = 0.07 * onSide(face, 'AU9', side);
    const slope = spline([0.1, -0.24, 0.065, -0.05, 0.1, base - 0.1]);
    raster.tint(surface(ribbon(mirrored(slope, side), swelling(0.08)), 0.06), 1 - (0.1 + 0.22 * bridge) * away);

    const wing = spline(
      points([width - 0.01, base - 0.13 - up], [width + 0.035, base - 0.05 - up], [width - 0.03, base + 0.015 - up]),
    );
    const flare = Math.min(1, onSide(face, 'AU9', side));
    raster.tint(surface(ribbon(mirrored(wing, side), swelling(0.05)), 0.06), 0.74 - 0.22 * flare);
    const nostril = side * width * 0.48;
    raster.fill(surface(ellipse(nostril, base + 0.005 - up * 0.6, 0.05, 0.024, 8), 0.12), 0.12, 0.7);

    for (let i = 0; i < 2; i++) {
      const y = -0.16 + 0.13 * i;
      const wrinkle = spline([-0.02, y, 0.08, y - 0.02, 0.2, y - 0.1]);
      raster.tint(surface(ribbon(mirrored(wrinkle, side), swelling(0.05)), 0.06), 1 - 0.5 * flare);
    }
  }
  raster.glow(surface(spot(0, base + 0.06, 0.17, 0.08)), -0.28 * (0.6 + 0.4 * light.strength));
}
