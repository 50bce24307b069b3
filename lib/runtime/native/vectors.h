// Vectors of eight numbers, loaded from float32 or bfloat16 and stored as such, for processors with AVX2.
#pragma once

#include <cstdint>

#include "target.h"

namespace vectors {

constexpr int LENGTH = 8;

typedef float Floats __attribute__((vector_size(4 * LENGTH), aligned(4), may_alias));
typedef uint32_t Words __attribute__((vector_size(4 * LENGTH)));
typedef uint16_t Bits;  // of a bfloat16 number
typedef Bits Halves __attribute__((vector_size(2 * LENGTH), aligned(2), may_alias));

BEGIN_TARGET("avx2")

inline Floats load(const float* from) { return *reinterpret_cast<const Floats*>(from); }
inline Floats load(const Bits* from) {
  return (Floats)(__builtin_convertvector(*reinterpret_cast<const Halves*>(from), Words) << 16);
}
inline void store(float* to, Floats values) { *reinterpret_cast<Floats*>(to) = values; }
// Rounds to the nearest, and to even if two are.
inline void store(Bits* to, Floats values) {
  const Words bits = (Words)values;
  *reinterpret_cast<Halves*>(to) = __builtin_convertvector((bits + 0x7FFFu + (bits >> 16 & 1)) >> 16, Halves);
}

END_TARGET

}  // namespace vectors
