// The random numbers of TensorFlow's `StatelessRandomUniform` (Philox 4x32-10, Salmon et al. 2011).
#pragma once

#include <algorithm>
#include <cstdint>

#include <immintrin.h>

#include "parallel.h"
#include "vectors.h"

namespace philox {

constexpr int LANES = 4;             // counters in a vector
constexpr int64_t DRAWN = 4 * LANES;  // numbers of a round

typedef uint64_t Words __attribute__((vector_size(8 * LANES)));
typedef uint32_t Halves __attribute__((vector_size(8 * LANES)));

constexpr uint32_t FRACTION = 0x7FFFFFu;  // the bits of a number that make a float's fraction

struct Generator {
  uint32_t key[2];
  uint32_t high[2];  // the upper words of the counter, whose lower words count
};

struct Numbers {
  Halves of[2];
};

BEGIN_TARGET(AVX2)

// Ten rounds; the words are the lower halves of the lanes.
inline void mix(Words (&counter)[4], uint32_t key0, uint32_t key1) {
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
  mix(words, 0x3EC8F720u, 0x02461E29u);
  const auto word = [&](int i) { return static_cast<uint32_t>(words[i][0]); };
  return {{word(0), word(1)}, {word(2), word(3)}};
}

// DRAWN numbers from the counter on.
inline Numbers numbers_of(const Generator& generator, uint64_t counter) {
  const Words counters = counter + Words{0, 1, 2, 3};
  Words words[4] = {counters, counters >> 32, Words{} + generator.high[0], Words{} + generator.high[1]};
  mix(words, generator.key[0], generator.key[1]);
  const Words low = Words{} + 0xFFFFFFFFu;
  const Words first = (words[0] & low) | words[1] << 32, second = (words[2] & low) | words[3] << 32;
  return {{(Halves)__builtin_shufflevector(first, second, 0, 4, 1, 5),
           (Halves)__builtin_shufflevector(first, second, 2, 6, 3, 7)}};
}

// y[i] = function of x[i] and of number i, for vectors of values; the last vectors are filled up.
template <typename Value, typename Function>
void apply(const Value* x, int64_t size, const int32_t* seed, Value* y, Function function) {
  constexpr int64_t PART = 1 << 15;
  constexpr int HALF = DRAWN / 2;
  const Generator generator = generator_of(seed);
  const auto round = [&](int64_t first, const Value* from, Value* to) {
    const Numbers numbers = numbers_of(generator, first / 4);
    for (int half = 0; half < 2; half++)
      vectors::store(to + half * HALF, function(numbers.of[half], from + half * HALF));
  };
  parallel_parts(size, PART, [&](int64_t begin, int64_t end) {
    int64_t i = begin;
    for (; i + DRAWN <= end; i += DRAWN) round(i, x + i, y + i);
    if (i == end) return;
    Value rest[DRAWN] = {};
    std::copy(x + i, x + end, rest);
    round(i, rest, rest);
    std::copy(rest, rest + (end - i), y + i);
  });
}

END_TARGET

}  // namespace philox
