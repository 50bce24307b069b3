// Uniform random numbers in one pass, which memory bounds.
#pragma once

#include <cstdint>

#include "philox.h"
#include "vectors.h"

namespace uniform {

BEGIN_TARGET(AVX2)

// y = numbers in ±bound: those of `StatelessRandomUniform`, less a half, times the width.
inline void draw(const int32_t* seed, float bound, int64_t size, float* y) {
  constexpr uint32_t ONE = 0x3F800000u;  // as a float, 1
  // y stands for the values as well, which the function does not use.
  philox::apply(y, size, seed, y, [&](philox::Halves numbers, const float*) {
    return ((vectors::Floats)((numbers & philox::FRACTION) | ONE) - 1.5f) * (2 * bound);
  });
}

END_TARGET

}  // namespace uniform
