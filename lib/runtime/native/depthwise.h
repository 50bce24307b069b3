// Depthwise convolutions of a part of a batch and their gradients, on the calling thread, with TensorFlow's padding to the same
// size. Channels are a multiple of eight.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "channels.h"
#include "epilogue.h"
#include "vectors.h"

namespace depthwise {

using batch_norm::Epilogue;

// One axis of images, of results, and of the filter.
struct Axis {
  Axis(int size, int kernel, int stride) : size(size), kernel(kernel), stride(stride), results((size + stride - 1) / stride) {
    before = std::max(0, (results - 1) * stride + kernel - size) / 2;
  }
  int size, kernel, stride, results, before;

  // The taps [first, last) of a result that are not in the padding.
  int first(int result) const { return std::max(0, before - result * stride); }
  int last(int result) const { return std::min(kernel, size + before - result * stride); }
  // The pixel under a tap.
  int pixel(int result, int tap) const { return result * stride + tap - before; }
};

struct Shape {
  int images, channels;
  Axis rows, columns;
  int64_t pixels() const { return static_cast<int64_t>(rows.size) * columns.size; }
  int64_t results() const { return static_cast<int64_t>(rows.results) * columns.results; }
};

// What a prediction computes together with a convolution.
struct Around {
  Epilogue before, after;  // of images and results
  float* means = nullptr;  // of each image's results by channel, if not null
};

#define LOOPS "depthwise.inc"
#include "both-widths.inc"

}  // namespace depthwise
