// 3×3 convolutions of bfloat16 images (NHWC, stride 1, zero padding to the same size) as products of tiles by AMX, which
// sums in float32. Channels and filters are multiples of 32. Results do not depend on the number of threads.
//
// Images are laid out with a row of zeros between them and a zero after each row. There, the neighbour of any pixel under
// one of the filter's nine taps is at the same distance, so that a convolution is nine products of matrices.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <vector>

#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "parallel.h"
#include "scratch.h"

namespace amx {

typedef uint16_t Bits;

constexpr int TAPS = 9;
constexpr int TILE = 16;            // rows of a tile, and its columns in float32
constexpr int BLOCK = 2 * TILE;     // rows and columns that are summed in four tiles; also bfloat16 numbers in a tile's row
constexpr int SIZE = TILE * BLOCK;  // bfloat16 numbers in a tile
constexpr int VECTOR = 64;          // bytes

struct Layout {
  int images, height, width;
  int row() const { return width + 1; }
  int image() const { return (height + 1) * row(); }
  int positions() const { return images * image(); }
  // Zeros before the first position and after the last.
  int margin() const { return (row() + BLOCK) / BLOCK * BLOCK; }
  int distance(int tap) const { return (tap / 3 - 1) * row() + tap % 3 - 1; }
};

// For each position, the index of its pixel among all images' pixels; -1 where there are zeros.
inline void number_pixels(const Layout& layout, int* pixels) {
  int position = 0, pixel = 0;
  for (int image = 0; image < layout.images; image++) {
    for (int i = 0; i < layout.height; i++) {
      for (int j = 0; j < layout.width; j++) pixels[position++] = pixel++;
      pixels[position++] = -1;
    }
    for (int j = 0; j < layout.row(); j++) pixels[position++] = -1;
  }
}

// Linux makes room for a thread's tiles only if the process has asked for it.
inline bool is_allowed() {
  constexpr long REQUEST = 0x1023, TILES = 18;
  static const bool allowed = syscall(SYS_arch_prctl, REQUEST, TILES) == 0;
  return allowed;
}

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,amx-tile,amx-bf16"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,amx-tile,amx-bf16")
#endif

// The tiles of this thread, which other libraries use too: sums in 0 to 3, factors in 4 to 7, all of full size.
inline void begin_tiles() {
  alignas(VECTOR) uint8_t configuration[VECTOR] = {1};
  for (int tile = 0; tile < 8; tile++) {
    configuration[16 + 2 * tile] = VECTOR;
    configuration[48 + tile] = TILE;
  }
  _tile_loadconfig(configuration);
}

inline void end_tiles() { _tile_release(); }

inline void clear_sums() {
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
}

inline void load_sums(const float* sums, size_t row) {
  _tile_loadd(0, sums, row * sizeof(float));
  _tile_loadd(1, sums + TILE, row * sizeof(float));
  _tile_loadd(2, sums + TILE * row, row * sizeof(float));
  _tile_loadd(3, sums + TILE * row + TILE, row * sizeof(float));
}

inline void store_sums(float* sums, size_t row) {
  _tile_stored(0, sums, row * sizeof(float));
  _tile_stored(1, sums + TILE, row * sizeof(float));
  _tile_stored(2, sums + TILE * row, row * sizeof(float));
  _tile_stored(3, sums + TILE * row + TILE, row * sizeof(float));
}

// Adds the products of two tiles of a, whose rows are `row` apart, and of two tiles of pairs of b.
inline void add_products(const Bits* a0, const Bits* a1, size_t row, const Bits* b0, const Bits* b1) {
  _tile_loadd(4, a0, row * sizeof(Bits));
  _tile_loadd(6, b0, VECTOR);
  _tile_loadd(7, b1, VECTOR);
  _tile_dpbf16ps(0, 4, 6);
  _tile_loadd(5, a1, row * sizeof(Bits));
  _tile_dpbf16ps(1, 4, 7);
  _tile_dpbf16ps(2, 5, 6);
  _tile_dpbf16ps(3, 5, 7);
}

// 16 pairs of two vectors' numbers: what one row of a right factor's tile has.
inline __m512i pairs(const Bits* first, const Bits* second) {
  const __m512i low = _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(first)));
  const __m512i high = _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(second)));
  return _mm512_or_si512(low, _mm512_slli_epi32(high, 16));
}

// Transposes 16 × 16 numbers of 32 bits: at each stage, blocks beside the diagonal are exchanged.
inline void transpose(__m512i (&rows)[TILE]) {
  const __m512i lane = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
#pragma GCC unroll 4
  for (int side = 1; side < TILE; side *= 2) {
    const __m512i here = _mm512_set1_epi32(side), other = _mm512_set1_epi32(TILE);
    const __mmask16 is_right = _mm512_test_epi32_mask(lane, here);
    // Lanes of the upper row, or of the lower one (from 16 on).
    const __m512i upper = _mm512_mask_add_epi32(lane, is_right, _mm512_sub_epi32(lane, here), other);
    const __m512i lower = _mm512_mask_add_epi32(_mm512_add_epi32(lane, here), is_right, lane, other);
#pragma GCC unroll 16
    for (int i = 0; i < TILE; i++)
      if ((i & side) == 0) {
        const __m512i a = rows[i], b = rows[i + side];
        rows[i] = _mm512_permutex2var_epi32(a, upper, b);
        rows[i + side] = _mm512_permutex2var_epi32(a, lower, b);
      }
  }
}

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
Scratch<Bits> filter_scratch, images_scratch, gradient_scratch;
Scratch<int> pixels_scratch;
Scratch<> sums_scratch;

// Bytes of images that one core convolves at a time: its second-level cache holds them with some of the filter.
constexpr int ALONE_BYTES = 1 << 19;

// y = convolution of x, or with `gradient` the gradient of a convolution's images by that of its output, x.
inline bool convolve(const Bits* x, const Layout& all, int channels, const float* w, int filters, bool gradient, Bits* y) {
  const int blocks = filters / BLOCK;
  Bits* packed = filter_scratch.of(static_cast<size_t>(TAPS) * channels * filters);
  const int fit = std::max(1, ALONE_BYTES / (all.image() * channels * static_cast<int>(sizeof(Bits))));
  const int each = std::min(fit, (all.images + 3) / 4);
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

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

}  // namespace amx
