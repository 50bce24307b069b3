// Squeeze and excitation of a part of a batch, on the calling thread: the mean of each image's channels, and the product of each
// channel with a factor. Channels are a multiple of eight.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "kernel.h"
#include "vectors.h"

namespace channels {

struct Shape {
  int64_t images, pixels;
  int channels;
};

#define LOOPS "channels.inc"
#include "both-widths.inc"

inline Shape shape_of(const std::vector<int64_t>& sides) {
  return {sides[0], sides[1] * sides[2], static_cast<int>(sides[3])};
}

inline void compute_means(void*, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Input x(context, 0, status);
    if (TF_GetCode(status) != TF_OK) return;
    const Shape of = shape_of(x.shape());
    with_type(x.type(), [&](auto number) {
      using Number = decltype(number);
      Number* result = allocate<Number>(context, 0, {of.images, 1, 1, of.channels}, status);
      if (TF_GetCode(status) == TF_OK) WIDEST(of.channels, means<Number>)(x.values<Number>(), of, result);
    });
  });
}

inline void compute_scaling(void*, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Input factors(context, 1, status);
    if (TF_GetCode(status) != TF_OK) return;
    const int64_t images = factors.side(0);
    const int channels = factors.side(3);
    compute_in_place(context, status, [&](const auto* x, int64_t size, auto* y) {
      using Number = std::remove_pointer_t<decltype(y)>;
      if (size == 0) return;
      const Shape of = {images, size / (images * channels), channels};
      WIDEST(channels, scale<Number>)(x, of, factors.values<Number>(), y);
    });
  });
}

inline void define_ops() {
  // `[n, 1, 1, c]` of values `[n, h, w, c]`.
  define({"FerChannelMeans", {"T: {float, bfloat16}"}, {"values: T"}, {"means: T"}, no_state, compute_means, keep_state});
  // Values `[n, h, w, c]` times factors `[n, 1, 1, c]`.
  define({"FerScaleChannels", {"T: {float, bfloat16}"}, {"values: T", "factors: T"}, {"result: T"}, no_state, compute_scaling,
          keep_state});
}

}  // namespace channels
