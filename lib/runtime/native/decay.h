// Weight decay: a gradient and a multiple of the weights in one pass, which memory bounds.
#pragma once

#include <cmath>
#include <cstdint>

#include "parallel.h"
#include "vectors.h"

namespace decay {

BEGIN_TARGET(AVX2)

// y = gradient + factor · weights.
inline void add(const float* gradient, const float* weights, int64_t size, float factor, float* y) {
  constexpr int64_t PART = 1 << 16;
  parallel_parts(size, PART, [&](int64_t begin, int64_t end) {
    int64_t i = begin;
    for (; i + vectors::LENGTH <= end; i += vectors::LENGTH)
      vectors::store(y + i, vectors::fma(vectors::load(weights + i), vectors::Floats{} + factor, vectors::load(gradient + i)));
    for (; i < end; i++) y[i] = std::fma(weights[i], factor, gradient[i]);
  });
}

END_TARGET

}  // namespace decay
