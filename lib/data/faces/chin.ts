import { ribbon, spline, spot, swelling } from './curves';
import { dropped } from './head';
import type { Scene } from './scene';

/** The chin: AU17 dimples it, AU26 lowers it. */
export function drawChin({ face, raster, surface }: Scene): void {
  const { AU17, AU26 } = face.actions;
  const y = face.identity.head.chin - 0.17;
  const place = dropped(spot(0, y, 0.24, 0.15), AU26);
  raster.glow(surface(place), 0.1 + 0.08 * AU17);
  const dimple = spline(dropped([-0.16, y - 0.02, 0, y - 0.1, 0.16, y - 0.02], AU26));
  raster.tint(surface(ribbon(dimple, swelling(0.045))), 1 - 0.35 * Math.min(1, AU17));
}
