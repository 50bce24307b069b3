// The gradient of a convolution's filter by AMX.
#pragma once

#include <algorithm>
#include <vector>

#include "amx.h"
#include "parallel.h"

namespace amx {

BEGIN_TARGET(AMX)

// The factors of the filter's gradient, which sums over positions: on the left the gradients of the convolution's output,
// on the right the images. For each 16 channels of the images, there are the pairs that begin at even positions, then
// those that begin at odd ones, so that every tap has whole pairs.
struct Factors {
  const Layout layout;
  const int channels, filters;
  const int depth = (layout.positions() + BLOCK - 1) / BLOCK * BLOCK;
  const size_t pairs = depth / 2 + layout.margin();  // that begin at even positions
  size_t size_of_images() const { return 2 * pairs * channels * 2; }
  size_t size_of_gradients() const { return static_cast<size_t>(depth) * filters; }
  size_t image_at(int channel, int position) const {
    const int from = position + layout.margin();
    return ((channel / TILE * 2 + from % 2) * pairs + from / 2) * BLOCK;
  }
  size_t gradient_at(int filter, int position) const {
    return (static_cast<size_t>(filter / TILE) * depth + position) * TILE;
  }
};

// Where the channels of 33 neighbouring positions are: at a pixel, or zeros.
struct Places {
  const Bits* at[BLOCK + 1];
  Places(const Bits* images, int channels, const int* pixels, int count, int position, const Bits* zeros) {
    for (int i = 0; i <= BLOCK; i++) {
      const int from = position + i;
      const bool is_pixel = from >= 0 && from < count && pixels[from] >= 0;
      at[i] = is_pixel ? images + static_cast<size_t>(pixels[from]) * channels : zeros;
    }
  }
  __m512i pair(int i, int channel) const { return pairs(at[i] + channel, at[i + 1] + channel); }
};

inline void pack_images(const Factors& of, const Places& from, int position, Bits* images) {
  for (int c = 0; c < of.channels; c += TILE)
    for (int i = 0; i < BLOCK; i++) _mm512_store_si512(images + of.image_at(c, position + i), from.pair(i, c));
}

inline void pack_gradients(const Factors& of, const Places& from, int position, Bits* gradients) {
  for (int f = 0; f < of.filters; f += TILE) {
    __m512i rows[TILE];
    for (int i = 0; i < TILE; i++) rows[i] = from.pair(2 * i, f);
    transpose(rows);
    for (int i = 0; i < TILE; i++) _mm512_store_si512(gradients + of.gradient_at(f, position) + i * BLOCK, rows[i]);
  }
}

// Rows of `columns` sums become columns.
inline void transpose_sums(const float* sums, int columns, float* to, int rows) {
  for (int column = 0; column < columns; column += TILE) {
    __m512i values[TILE];
    for (int i = 0; i < TILE; i++) values[i] = _mm512_loadu_si512(sums + static_cast<size_t>(i) * columns + column);
    transpose(values);
    for (int i = 0; i < TILE; i++) _mm512_storeu_si512(to + static_cast<size_t>(column + i) * rows, values[i]);
  }
}

Scratch<Bits> images_scratch, gradient_scratch;
Scratch<> sums_scratch;

// Bytes of factors that all cores multiply at a time, which second-level caches hold.
constexpr int TOGETHER_BYTES = 2 << 20;

// dw = gradient of the filter.
inline bool differentiate(const Bits* x, const Layout& all, int channels, const Bits* dy, int filters, float* dw) {
  const int bytes = all.image() * (2 * channels + filters) * static_cast<int>(sizeof(Bits));
  const int each = std::min(all.images, std::max(1, TOGETHER_BYTES / bytes));
  const Factors most{{each, all.height, all.width}, channels, filters};
  Bits* images = images_scratch.of(most.size_of_images());
  Bits* gradients = gradient_scratch.of(most.size_of_gradients());
  int* pixels = pixels_scratch.of(most.layout.positions());
  const size_t size = static_cast<size_t>(channels) * filters;
  float* sums = sums_scratch.of(TAPS * size);
  if (images == nullptr || gradients == nullptr || pixels == nullptr || sums == nullptr) return false;
  number_pixels(most.layout, pixels);
  const std::vector<Bits> zeros(std::max(channels, filters));
  for (int first = 0; first < all.images; first += each) {
    const Factors of{{std::min(each, all.images - first), all.height, all.width}, channels, filters};
    const size_t before = static_cast<size_t>(first) * all.height * all.width;
    const auto places = [&](const Bits* values, int each, int position) {
      return Places(values + before * each, each, pixels, of.layout.positions(), position, zeros.data());
    };
    const int margins = of.layout.margin() / BLOCK;
    parallel(of.depth / BLOCK + 2 * margins, [&](int block) {
      const int position = (block - margins) * BLOCK;
      pack_images(of, places(x, channels, position), position, images);
      if (position >= 0 && position < of.depth) pack_gradients(of, places(dy, filters, position), position, gradients);
    });
    const int columns = channels / BLOCK, rows = filters / BLOCK;
    parallel(3 * columns * rows, [&](int task) {
      const int c = task % columns * BLOCK, f = task / columns % rows * BLOCK, line = task / columns / rows;
      begin_tiles();
      for (int tap = 3 * line; tap < 3 * line + 3; tap++) {
        float* to = sums + tap * size + static_cast<size_t>(f) * channels + c;
        if (first == 0) clear_sums();
        else load_sums(to, channels);
        const Bits *a0 = gradients + of.gradient_at(f, 0), *a1 = gradients + of.gradient_at(f + TILE, 0);
        const Bits *b0 = images + of.image_at(c, of.layout.distance(tap)), *b1 = images + of.image_at(c + TILE, of.layout.distance(tap));
        for (int k = 0; k < of.depth / BLOCK; k++) add_products(a0 + k * SIZE, a1 + k * SIZE, BLOCK, b0 + k * SIZE, b1 + k * SIZE);
        store_sums(to, channels);
      }
      end_tiles();
    });
  }
  const int parts = filters / TILE;
  parallel(TAPS * parts, [&](int part) {
    const size_t f = part % parts * TILE, tap = part / parts * size;
    transpose_sums(sums + tap + f * channels, channels, dw + tap + f, filters);
  });
  return true;
}

END_TARGET

}  // namespace amx
