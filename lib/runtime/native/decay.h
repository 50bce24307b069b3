// Weight decay: a gradient and a multiple of the weights in one pass, which memory bounds.
#pragma once

#include <algorithm>
#include <cstdint>

#include "parallel.h"
#include "vectors.h"

namespace decay {

BEGIN_TARGET(AVX2)

// y = gradient + factor · weights.
inline void add(const float* gradient, const float* weights, int64_t size, float factor, float* y) {
  constexpr int64_t PART = 1 << 16;
  const auto sum = [&](auto load, int64_t i) {
    return vectors::fma(load(weights + i), vectors::Floats{} + factor, load(gradient + i));
  };
  parallel(static_cast<int>((size + PART - 1) / PART), [&](int part) {
    const int64_t end = std::min(size, (part + 1) * PART);
    int64_t i = part * PART;
    for (; i + vectors::LENGTH <= end; i += vectors::LENGTH)
      vectors::store(y + i, sum([](const float* from) { return vectors::load(from); }, i));
    for (; i < end; i++) y[i] = sum([](const float* from) { return vectors::Floats{*from}; }, i)[0];
  });
}

END_TARGET

}  // namespace decay
