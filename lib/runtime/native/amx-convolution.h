// The convolution of images by AMX, and the gradient of a convolution's images, which is one too.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstring>

#include "amx.h"
#include "parallel.h"

namespace amx {

BEGIN_TARGET(AMX)

// The filter as right factors: [filters / 32][tap][channels / 32] blocks of two tiles, in which the numbers of two
// channels are neighbours.
inline void pack_filter(const float* w, int channels, int filters, int block, Bits* to) {
  for (int channel = 0; channel < TAPS * channels; channel += BLOCK)
    for (int f = block * BLOCK; f < (block + 1) * BLOCK; f += TILE)
      for (int k = 0; k < BLOCK; k += 2, to += BLOCK) {
        const float* from = w + static_cast<size_t>(channel + k) * filters + f;
        alignas(VECTOR) Bits rows[BLOCK];
        _mm512_store_si512(rows, (__m512i)_mm512_cvtne2ps_pbh(_mm512_loadu_ps(from + filters), _mm512_loadu_ps(from)));
        _mm512_store_si512(to, pairs(rows, rows + TILE));
      }
}

// The same for the filter by which the gradient of a convolution's images is a convolution of that of its output.
inline void pack_gradient_filter(const float* w, int channels, int filters, int block, Bits* to) {
  for (int tap = TAPS - 1; tap >= 0; tap--)
    for (int c = 0; c < channels; c += BLOCK)
      for (int f = block * BLOCK; f < (block + 1) * BLOCK; f += TILE, to += SIZE) {
        __m512i rows[TILE];
        for (int i = 0; i < TILE; i++) {
          const float* from = w + (static_cast<size_t>(tap) * filters + f + i) * channels + c;
          rows[i] = (__m512i)_mm512_cvtne2ps_pbh(_mm512_loadu_ps(from + TILE), _mm512_loadu_ps(from));
        }
        transpose(rows);
        for (int k = 0; k < TILE; k++) _mm512_store_si512(to + k * BLOCK, rows[k]);
      }
}

// Images of a layout, each pixel's channels one after the other, with zeros around.
inline void lay_out(const Bits* x, const Layout& layout, int channels, Bits* to) {
  const size_t pixel = channels * sizeof(Bits), line = layout.width * pixel;
  const auto clear = [&](int count) {
    std::memset(to, 0, count * pixel);
    to += static_cast<size_t>(count) * channels;
  };
  clear(layout.margin());
  for (int image = 0; image < layout.images; image++) {
    for (int i = 0; i < layout.height; i++) {
      std::memcpy(to, x, line);
      x += line / sizeof(Bits);
      to += line / sizeof(Bits);
      clear(1);
    }
    clear(layout.row());
  }
  clear(layout.margin() + BLOCK);
}

// Rounds the sums of up to 32 positions, and of 32 filters, to the pixels of y that they are for.
inline void round_sums(const float* sums, const int* pixels, int count, int filters, Bits* y) {
  for (int i = 0; i < std::min(BLOCK, count); i++, sums += BLOCK)
    if (pixels[i] >= 0) {
      const __m512bh both = _mm512_cvtne2ps_pbh(_mm512_load_ps(sums + TILE), _mm512_load_ps(sums));
      _mm512_storeu_si512(y + static_cast<size_t>(pixels[i]) * filters, (__m512i)both);
    }
}

thread_local Scratch<Bits> own_images;
Scratch<Bits> filter_scratch;

// Bytes of images that one core convolves at a time: its second-level cache holds them with some of the filter.
constexpr int ALONE_BYTES = 1 << 19;

// y = convolution of x, or with `gradient` the gradient of a convolution's images by that of its output, x.
inline bool convolve(const Bits* x, const Layout& all, int channels, const float* w, int filters, bool gradient, Bits* y) {
  const int blocks = filters / BLOCK;
  Bits* packed = filter_scratch.of(static_cast<size_t>(TAPS) * channels * filters);
  const int fit = std::max(1, ALONE_BYTES / (all.image() * channels * static_cast<int>(sizeof(Bits))));
  const int cores = Workers::all().count();
  const int each = std::min(fit, (all.images + cores - 1) / cores);
  const Layout most{each, all.height, all.width};
  int* pixels = pixels_scratch.of(most.positions());
  if (packed == nullptr || pixels == nullptr) return false;
  number_pixels(most, pixels);
  const size_t size = static_cast<size_t>(TAPS) * channels * BLOCK;
  parallel(blocks, [&](int block) {
    (gradient ? pack_gradient_filter : pack_filter)(w, channels, filters, block, packed + block * size);
  });
  std::atomic<bool> failed{false};
  parallel((all.images + each - 1) / each, [&](int part) {
    const int first = part * each;
    const Layout layout{std::min(each, all.images - first), all.height, all.width};
    const size_t before = static_cast<size_t>(first) * all.height * all.width;
    Bits* images = own_images.of(static_cast<size_t>(layout.positions() + 2 * layout.margin() + BLOCK) * channels);
    if (images == nullptr) {
      failed = true;
      return;
    }
    lay_out(x + before * channels, layout, channels, images);
    begin_tiles();
    alignas(VECTOR) float sums[BLOCK * BLOCK];
    for (int block = 0; block < blocks; block++)
      for (int position = 0; position < layout.positions(); position += BLOCK) {
        const Bits* b = packed + block * size;
        clear_sums();
        for (int tap = 0; tap < TAPS; tap++) {
          const Bits* a = images + static_cast<ptrdiff_t>(layout.margin() + position + layout.distance(tap)) * channels;
          for (int c = 0; c < channels; c += BLOCK, b += 2 * SIZE)
            add_products(a + c, a + TILE * channels + c, channels, b, b + SIZE);
        }
        store_sums(sums, BLOCK);
        round_sums(sums, pixels + position, layout.positions() - position, filters, y + before * filters + block * BLOCK);
      }
    end_tiles();
  });
  return !failed;
}

END_TARGET

}  // namespace amx
