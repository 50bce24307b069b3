/** Kinds of colour vision: normal, and without one of the three cones. */
export const VISIONS = ['normal vision', 'protanopia', 'deuteranopia', 'tritanopia'] as const;
export type Vision = (typeof VISIONS)[number];

type Triple = readonly [number, number, number];

/** Linear RGB as each vision sees it: Machado, Oliveira & Fernandes 2009, doi 10.1109/TVCG.2009.113, severity 1. */
const SIMULATION: Readonly<Record<Vision, readonly Triple[]>> = {
  'normal vision': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Linear sRGB to CIE XYZ, relative to the white point D65. */
const XYZ: readonly Triple[] = [
  [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339 / 1.08883, 0.119192 / 1.08883, 0.9503041 / 1.08883],
];

/** A colour `#rrggbb` as someone sees it, in linear RGB 0–1. */
export function seenBy(vision: Vision, colour: string): Triple {
  const linear = [1, 3, 5].map((at) =>
    toLinear(Number.parseInt(colour.slice(at, at + 2), 16) / 255),
  ) as unknown as Triple;
  return times(SIMULATION[vision], linear).map((value) => Math.min(1, Math.max(0, value))) as unknown as Triple;
}

/** Linear RGB in CIELAB. */
export function labOf(rgb: Triple): Triple {
  const [x, y, z] = times(XYZ, rgb).map((t) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function toLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function times(matrix: readonly Triple[], vector: Triple): Triple {
  return matrix.map((row) => row.reduce((sum, factor, i) => sum + factor * vector[i], 0)) as unknown as Triple;
}
