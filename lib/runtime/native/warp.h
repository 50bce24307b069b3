// Bilinear samples of gray images through a projective map each.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <immintrin.h>

#include "parallel.h"
#include "vectors.h"

namespace warp {

using vectors::Floats;
using vectors::LENGTH;

enum { ENTRIES = 8 };  // of a map's row a0 a1 a2 b0 b1 b2 c0 c1

struct Size {
  int height, width;
};

BEGIN_TARGET(AVX2)

// A place along an axis of an image with a border of one pixel: the pixel before it, and the share of the next one.
struct Place {
  // NaN, of a map that is not a number, leads to the border.
  Place(Floats at, int size) {
    const Floats last = Floats{} + static_cast<float>(size), bordered = at + 1.0f;
    const Floats inside = (Floats)_mm256_max_ps(_mm256_min_ps((__m256)bordered, (__m256)(last + 1.0f)), _mm256_setzero_ps());
    const Floats whole = (Floats)_mm256_min_ps(_mm256_floor_ps((__m256)inside), (__m256)last);
    pixel = _mm256_cvttps_epi32((__m256)whole);
    share = inside - whole;
  }
  __m256i pixel;
  Floats share;
};

inline Floats blend(Floats a, Floats b, Floats share) { return vectors::fma(b - a, share, a); }

// An image with a border of one zero pixel, which stands for all that is outside.
template <typename Pixel>
void add_border(const Pixel* image, const Size& size, float* bordered) {
  const int line = size.width + 2;
  std::fill(bordered, bordered + line, 0.0f);
  for (int row = 1; row <= size.height; row++, image += size.width) {
    float* to = bordered + row * line;
    to[0] = to[line - 1] = 0.0f;
    for (int column = 0; column < size.width; column++) to[column + 1] = static_cast<float>(image[column]);
  }
  std::fill(bordered + (size.height + 1) * line, bordered + (size.height + 2) * line, 0.0f);
}

// LENGTH neighbouring samples, of which the first is at (x, y).
inline Floats samples(const float* bordered, const Size& from, const float* map, float x, float y) {
  const Floats columns = Floats{0, 1, 2, 3, 4, 5, 6, 7} + x;
  const auto plane = [&](int entry, float offset) { return map[entry] * columns + (map[entry + 1] * y + offset); };
  const Floats tiny = Floats{} + 1e-30f;  // a divisor ≤ 0, for which the map is undefined: leads out of the image
  const Floats scale = 1.0f / (Floats)_mm256_max_ps((__m256)plane(6, 1.0f), (__m256)tiny);
  const Place across(plane(0, map[2]) * scale, from.width), down(plane(3, map[5]) * scale, from.height);
  const int line = from.width + 2;
  const __m256i corner = _mm256_add_epi32(_mm256_mullo_epi32(down.pixel, _mm256_set1_epi32(line)), across.pixel);
  const auto pixel = [&](int offset) { return (Floats)_mm256_i32gather_ps(bordered + offset, corner, sizeof(float)); };
  return blend(blend(pixel(0), pixel(1), across.share), blend(pixel(line), pixel(line + 1), across.share), down.share);
}

template <typename Pixel>
void sample(const Pixel* images, const Size& from, const float* maps, int count, const Size& to, float* y) {
  parallel(count, [&](int image) {
    std::vector<float> bordered((from.height + 2) * (from.width + 2));
    add_border(images + static_cast<int64_t>(image) * from.height * from.width, from, bordered.data());
    const float* map = maps + image * ENTRIES;
    float* result = y + static_cast<int64_t>(image) * to.height * to.width;
    for (int row = 0; row < to.height; row++, result += to.width)
      for (int column = 0; column < to.width; column += LENGTH) {
        float some[LENGTH];
        vectors::store(some, samples(bordered.data(), from, map, static_cast<float>(column), static_cast<float>(row)));
        std::copy(some, some + std::min(LENGTH, to.width - column), result + column);
      }
  });
}

END_TARGET

}  // namespace warp
