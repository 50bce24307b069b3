import { type ImageFormat, Unreadable } from './format';

/** WebP with one frame. */
export const webp: ImageFormat = {
  name: 'WebP',
  begins: /^RIFF....WEBP/s,
  async decode(bytes) {
    if (isAnimated(bytes)) throw new Unreadable('several frames');
    const { decode } = await import('@cwasm/webp');
    const { width, height, data } = decode(bytes);
    return { width, height, values: data, channels: 4 };
  },
};

/** Whether the flags of an extended file (RFC 9649, section 2.7) say that it is an animation. */
function isAnimated(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(12, 16)).toString('latin1') === 'VP8X' && (bytes[20] & 2) !== 0;
}
