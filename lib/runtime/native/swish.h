// Swish, x · sigmoid(x), and its gradient in one pass over the values.
#pragma once

#include <algorithm>
#include <cstdint>

#include "parallel.h"
#include "vectors.h"

namespace swish {

using vectors::Floats;
using vectors::LENGTH;

BEGIN_TARGET(AVX2)

struct Value {
  template <typename Number>
  static void apply(const Number* x, const Number*, Number* y) {
    vectors::store(y, vectors::swish(vectors::load(x)));
  }
};

struct Gradient {
  template <typename Number>
  static void apply(const Number* x, const Number* dy, Number* dx) {
    vectors::store(dx, vectors::load(dy) * vectors::swish_slope(vectors::load(x)));
  }
};

// Applies a function to each value of x, with that of dy if it is the gradient; `alone`, on the calling thread.
template <typename Function, typename Number>
void apply(const Number* x, const Number* dy, int64_t size, bool alone, Number* to) {
  const int64_t PART = alone ? std::max<int64_t>(size, 1) : 1 << 14;
  parallel_parts(size, PART, [&](int64_t begin, int64_t end) {
    int64_t i = begin;
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
