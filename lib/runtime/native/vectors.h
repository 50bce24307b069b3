// Vectors of numbers for processors with AVX2, and for those with AVX-512.
#pragma once

#include <cstdint>

#include <immintrin.h>

#include "target.h"

namespace vectors {

typedef uint16_t Bits;  // of a bfloat16 number

#define LOOPS "vectors.inc"
#include "both-widths.inc"

using namespace avx2;

}  // namespace vectors

// Calls a function by the widest vectors that divide the channels.
#define WIDEST(channels, ...) \
  (has_avx512() && (channels) % vectors::avx512::LENGTH == 0 ? avx512::__VA_ARGS__ : avx2::__VA_ARGS__)
