// Dropout with the random numbers of TensorFlow's `StatelessRandomUniform` (Philox 4x32-10, Salmon et al. 2011), drawn
// while the values pass by: neither the numbers nor the mask take memory.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <immintrin.h>

#include "parallel.h"
#include "vectors.h"

namespace dropout {

constexpr int LANES = 4;             // counters in a vector
constexpr int64_t DRAWN = 4 * LANES;  // numbers of a round

typedef uint64_t Words __attribute__((vector_size(8 * LANES)));
typedef uint32_t Halves __attribute__((vector_size(8 * LANES)));

struct Generator {
  uint32_t key[2];
  uint32_t high[2];  // the upper words of the counter, whose lower words count
};

BEGIN_TARGET(AVX2)

// Ten rounds; the words are the lower halves of the lanes.
inline void philox(Words (&counter)[4], uint32_t key0, uint32_t key1) {
  const Words factor0 = Words{} + 0xD2511F53u, factor1 = Words{} + 0xCD9E8D57u;
  for (int round = 0; round < 10; round++) {
    const Words product0 = (Words)_mm256_mul_epu32((__m256i)counter[0], (__m256i)factor0);
    const Words product1 = (Words)_mm256_mul_epu32((__m256i)counter[2], (__m256i)factor1);
    counter[0] = (product1 >> 32) ^ counter[1] ^ key0;
    counter[1] = product1;
    counter[2] = (product0 >> 32) ^ counter[3] ^ key1;
    counter[3] = product0;
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
}

// As TensorFlow makes a generator of a seed, whose integers it extends by their signs.
inline Generator generator_of(const int32_t* seed) {
  const auto low = [](int64_t value) { return Words{} + static_cast<uint32_t>(value); };
  const auto high = [](int64_t value) { return Words{} + static_cast<uint32_t>(value >> 32); };
  Words words[4] = {low(seed[0]), high(seed[0]), low(seed[1]), high(seed[1])};
  philox(words, 0x3EC8F720u, 0x02461E29u);
  const auto word = [&](int i) { return static_cast<uint32_t>(words[i][0]); };
  return {{word(0), word(1)}, {word(2), word(3)}};
}

// Values [0, DRAWN) of y, by the numbers from `counter` on.
template <typename Value>
inline void dropped(const Generator& generator, uint64_t counter, uint32_t least, float scale, const Value* x, Value* y) {
  const Words counters = counter + Words{0, 1, 2, 3};
  Words words[4] = {counters, counters >> 32, Words{} + generator.high[0], Words{} + generator.high[1]};
  philox(words, generator.key[0], generator.key[1]);
  const Words low = Words{} + 0xFFFFFFFFu;
  const Words first = (words[0] & low) | words[1] << 32, second = (words[2] & low) | words[3] << 32;
  const Words ordered[2] = {__builtin_shufflevector(first, second, 0, 4, 1, 5),
                            __builtin_shufflevector(first, second, 2, 6, 3, 7)};
  for (int half = 0; half < 2; half++) {
    const Halves numbers = (Halves)ordered[half] & 0x7FFFFFu;  // a float's fraction
    const vectors::Floats factors = numbers >= least ? vectors::Floats{} + scale : vectors::Floats{};
    vectors::store(y + half * 2 * LANES, vectors::load(x + half * 2 * LANES) * factors);
  }
}

// y = x with values set to 0 with probability `rate`, and the others scaled by 1 / (1 - rate).
template <typename Value>
void drop(const Value* x, int64_t size, const int32_t* seed, float rate, Value* y) {
  constexpr int64_t PART = 1 << 15;
  const Generator generator = generator_of(seed);
  const uint32_t least = static_cast<uint32_t>(std::ceil(rate * static_cast<double>(1 << 23)));
  const float scale = static_cast<float>(1 / (1 - static_cast<double>(rate)));
  parallel_parts(size, PART, [&](int64_t begin, int64_t end) {
    int64_t i = begin;
    for (; i + DRAWN <= end; i += DRAWN) dropped(generator, i / 4, least, scale, x + i, y + i);
    if (i == end) return;
    Value rest[DRAWN] = {};
    std::copy(x + i, x + end, rest);
    dropped(generator, i / 4, least, scale, rest, rest);
    std::copy(rest, rest + (end - i), y + i);
  });
}

END_TARGET

}  // namespace dropout
