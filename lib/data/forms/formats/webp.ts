import type { ImageFormat } from './format';

/** WebP with one frame. */
export const webp: ImageFormat = {
  name: 'WebP',
  begins: /^RIFF....WEBP/s,
  async decode(bytes) {
    const { decode } = await import('@cwasm/webp');
    const { width, height, data } = decode(bytes);
    return { width, height, values: data, channels: 4 };
  },
};
