// Swish, x · sigmoid(x), and its gradient in one pass over the values.
#pragma once

#include <algorithm>
#include <cstdint>

#include "parallel.h"
#include "vectors.h"

namespace swish {

using vectors::Floats;
using vectors::LENGTH;
using vectors::Words;

BEGIN_TARGET("avx2")

// The polynomial of the exponential function on [-ln 2 / 2, ln 2 / 2] by Cephes (Moshier), of relative error 1e-7.
inline Floats exponential(Floats x) {
  const Floats most = Floats{} + 88.0f;
  x = x > most ? most : x < -most ? -most : x;
  const Floats shifted = x * 1.44269504f + 12582912.0f;  // 1.5 · 2²³: the integer is in the lowest bits
  const Floats whole = shifted - 12582912.0f;
  const Floats rest = x - whole * 0.693359375f + whole * 2.12194440e-4f;
  Floats sum = Floats{} + 1.9875691500e-4f;
  for (const float coefficient : {1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 5.0000001201e-1f})
    sum = sum * rest + coefficient;
  const Words power = ((Words)shifted + 127u) << 23;
  return (sum * rest * rest + rest + 1.0f) * (Floats)power;
}

inline Floats sigmoid(Floats x) { return 1.0f / (1.0f + exponential(-x)); }

struct Value {
  template <typename Number>
  static void apply(const Number* x, const Number*, Number* y) {
    const Floats values = vectors::load(x);
    vectors::store(y, values * sigmoid(values));
  }
};

struct Gradient {
  template <typename Number>
  static void apply(const Number* x, const Number* dy, Number* dx) {
    const Floats values = vectors::load(x), gate = sigmoid(values);
    vectors::store(dx, vectors::load(dy) * (gate + values * gate * (1.0f - gate)));
  }
};

// Applies a function to each value of x, with that of dy if it is the gradient.
template <typename Function, typename Number>
void apply(const Number* x, const Number* dy, int64_t size, Number* to) {
  constexpr int64_t PART = 1 << 14;
  parallel(static_cast<int>((size + PART - 1) / PART), [&](int part) {
    const int64_t end = std::min(size, (part + 1) * PART);
    int64_t i = part * PART;
    for (; i + LENGTH <= end; i += LENGTH) Function::apply(x + i, dy + i, to + i);
    if (i == end) return;
    Number values[LENGTH] = {}, slopes[LENGTH] = {};
    std::copy(x + i, x + end, values);
    std::copy(dy + i, dy + end, slopes);
    Function::apply(values, slopes, values);
    std::copy(values, values + (end - i), to + i);
  });
}

END_TARGET

}  // namespace swish
