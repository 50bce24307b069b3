// Shared parts of 3×3 convolutions of bfloat16 images (NHWC, stride 1, zero padding to the same size) and of their gradients.
// AMX multiplies tiles of bfloat16 numbers and sums in float32. Channels and filters are multiples of 32. Results do not
// depend on the number of threads.
//
// Images are laid out with a row of zeros between them and a zero after each row. There, the neighbour of any pixel under
// one of the filter's nine taps is at the same distance, so that a convolution is nine products of matrices.
#pragma once

#include <cstdint>

#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "scratch.h"
#include "target.h"
#include "vectors.h"

#define AMX "avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,amx-tile,amx-bf16"

namespace amx {

using vectors::Bits;

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

Scratch<int> pixels_scratch;

// Linux makes room for a thread's tiles only if the process has asked for it.
inline bool is_allowed() {
  constexpr long REQUEST = 0x1023, TILES = 18;
  static const bool allowed = syscall(SYS_arch_prctl, REQUEST, TILES) == 0;
  return allowed;
}

BEGIN_TARGET(AMX)

// The tiles of this thread, which other libraries use too: sums in 0 to 3, factors in 4 to 7, all of full size.
inline void begin_tiles() {
  alignas(VECTOR) uint8_t configuration[VECTOR] = {1};
  for (int tile = 0; tile < 8; tile++) {
    configuration[16 + 2 * tile] = VECTOR;
    configuration[48 + tile] = TILE;
  }
  __asm__ volatile("" ::: "memory");  // GCC's intrinsics do not say what they read
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

END_TARGET

}  // namespace amx
