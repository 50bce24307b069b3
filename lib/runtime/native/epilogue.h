// What a convolution does with its results before it stores them, in a prediction: the batch norm, the sum with a shortcut,
// and the activation that follow. Also what `batch-norm.h` shares with it.
#pragma once

#include <cstdint>

#include "vectors.h"

namespace batch_norm {

// Rows of the statistics of a batch. The running statistics have a mean of 0, and an offset that includes theirs.
enum { MEAN, INVERSE_DEVIATION, FACTOR, OFFSET, STATISTICS };

enum class Activation { NONE, SWISH, RELU };

// Without statistics, results are stored as they are.
struct Epilogue {
  const float* statistics = nullptr;
  const float* shortcut = nullptr;  // of the results' shape
  Activation activation = Activation::NONE;
};

#define LOOPS "epilogue.inc"
#include "both-widths.inc"

}  // namespace batch_norm
