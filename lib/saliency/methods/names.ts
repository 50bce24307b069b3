/** Ways to ask which pixels a decision rests on. */
export const METHODS = [
  'gradient',
  'input_gradient',
  'integrated',
  'smoothgrad',
  'gradcam',
  'occlusion',
  'rise',
] as const;
export type Method = (typeof METHODS)[number];

/** What figures call them. */
export const METHOD_NAMES: Readonly<Record<Method, string>> = {
  gradient: 'Gradient',
  input_gradient: 'Input × gradient',
  integrated: 'Integrated gradients',
  smoothgrad: 'SmoothGrad',
  gradcam: 'Grad-CAM',
  occlusion: 'Occlusion',
  rise: 'RISE',
};
