import { mirrored, points, ribbon, spline, spot, swelling } from './curves';
import { onSide, type Scene } from './scene';

/** The brows, the furrows between them (AU4) and the wrinkles above them (AU1, AU2). */
export function drawBrows(scene: Scene): void {
  const { face, raster, surface } = scene;
  const { brows, age } = face.identity;
  for (const side of [-1, 1]) {
    const [inner, outer, lower] = [onSide(face, 'AU1', side), onSide(face, 'AU2', side), onSide(face, 'AU4', side)];
    const y = -brows.height;
    const curve = spline(
      points(
        [0.17 - 0.06 * lower, y + 0.03 - 0.15 * inner + 0.14 * lower],
        [0.33 - 0.03 * lower, y - 0.02 - 0.09 * inner - 0.06 * outer + 0.1 * lower],
        [0.5, y - 0.04 - brows.tilt - 0.02 * inner - 0.14 * outer + 0.05 * lower],
        [0.68, y + 0.05 - brows.tilt + 0.03 * inner - 0.11 * outer + 0.04 * lower],
      ),
    );
    const stroke = ribbon(mirrored(curve, side), (t) => brows.thickness * (1 - 0.75 * t * t));
    raster.fill(surface(stroke), brows.gray, 0.85);

    const raised = Math.min(1, 0.5 * inner + 0.6 * outer);
    for (let i = 0; i < 2; i++) {
      const line = -0.78 - 0.11 * i;
      const wrinkle = spline([0.02, line + 0.01, 0.25, line - 0.02 - 0.02 * outer, 0.5, line + 0.02]);
      raster.tint(surface(ribbon(mirrored(wrinkle, side), swelling(0.035))), 1 - raised * (0.2 + 0.25 * age));
    }

    const furrow = spline([0.09, -0.52, 0.06, -0.4, 0.075, -0.27]);
    raster.tint(surface(ribbon(mirrored(furrow, side), swelling(0.05))), 1 - Math.min(lower, 1) * (0.35 + 0.2 * age));
    raster.glow(surface(spot(side * 0.22, y + 0.12, 0.16, 0.12)), -0.22 * lower);
  }
}
