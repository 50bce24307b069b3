/** Values of `format=` for exports. Separate from the formats, which load TensorFlow. */
export const FORMAT_NAMES = ['safetensors', 'onnx', 'tfjs', 'pytorch'] as const;
