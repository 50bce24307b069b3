// Dropout that draws the numbers while the values pass by: neither they nor the mask take memory.
#pragma once

#include <cmath>
#include <cstdint>

#include "philox.h"
#include "vectors.h"

namespace dropout {

BEGIN_TARGET(AVX2)

// y = x with values set to 0 with probability `rate`, and the others scaled by 1 / (1 - rate).
template <typename Value>
void drop(const Value* x, int64_t size, const int32_t* seed, float rate, Value* y) {
  const uint32_t least = static_cast<uint32_t>(std::ceil(rate * static_cast<double>(1 << 23)));
  const float scale = static_cast<float>(1 / (1 - static_cast<double>(rate)));
  philox::apply(x, size, seed, y, [&](philox::Halves numbers, const Value* from) {
    const vectors::Floats factors =
        (numbers & philox::FRACTION) >= least ? vectors::Floats{} + scale : vectors::Floats{};
    return vectors::load(from) * factors;
  });
}

END_TARGET

}  // namespace dropout
