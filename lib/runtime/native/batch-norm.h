// Batch norm of a batch or of a part of one: sums over it, and values by the statistics of the whole batch, with the activation
// that follows. Channels are the last axis and a multiple of eight. Results do not depend on the number of threads.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "epilogue.h"
#include "parallel.h"
#include "vectors.h"

namespace batch_norm {

// Rows of the coefficients of the gradient, beside FACTOR.
enum { OF_VALUE, CONSTANT, COEFFICIENTS };

// A batch or a part of one, computed on all cores, or on the calling thread alone.
struct Batch {
  int64_t rows;  // values per channel
  bool alone;
  // Not by the number of cores, on which results would depend.
  static constexpr int TASKS = 48;
  int tasks() const { return alone || rows < 2 * TASKS ? 1 : TASKS; }
  // Calls `compute` with the number of each task, its first row, and the first row after it.
  template <typename Compute>
  void divide(Compute compute) const {
    const int all = tasks();
    parallel(all, [&](int task) { compute(task, rows * task / all, rows * (task + 1) / all); });
  }
};

#define LOOPS "batch-norm.inc"
#include "both-widths.inc"

// A batch norm's parameters and running statistics, each `[channels]`.
struct Parameters {
  const float *scale, *offset, *mean, *variance;
};

// The statistics of a channel, `[STATISTICS, channels]`.
inline void describe(const Parameters& of, double mean, double variance, float epsilon, int channels, int channel,
                     float* statistics) {
  const double inverse = 1 / std::sqrt(variance + epsilon);
  statistics[MEAN * channels + channel] = static_cast<float>(mean);
  statistics[INVERSE_DEVIATION * channels + channel] = static_cast<float>(inverse);
  statistics[FACTOR * channels + channel] = static_cast<float>(inverse * of.scale[channel]);
  statistics[OFFSET * channels + channel] = of.offset[channel];
}

// The running statistics, `[STATISTICS, channels]`.
inline void describe_running(const Parameters& of, float epsilon, int channels, float* statistics) {
  for (int channel = 0; channel < channels; channel++) {
    describe(of, 0, of.variance[channel], epsilon, channels, channel, statistics);
    const double mean = of.mean[channel];
    float& offset = statistics[OFFSET * channels + channel];
    offset = static_cast<float>(offset - mean * statistics[FACTOR * channels + channel]);
  }
}

// Joins the moments of equal parts of a batch with `rows` values per channel.
inline void join(const std::vector<const float*>& parts, int64_t rows, int channels, const Parameters& of, float epsilon,
                 float momentum, float* statistics, float* moved_mean, float* moved_variance) {
  const double count = static_cast<double>(rows), share = count / parts.size();
  for (int channel = 0; channel < channels; channel++) {
    double mean = 0, squares = 0;
    for (const float* part : parts) mean += part[channel] / static_cast<double>(parts.size());
    for (const float* part : parts)
      squares += part[channels + channel] + share * (part[channel] - mean) * (part[channel] - mean);
    describe(of, mean, squares / count, epsilon, channels, channel, statistics);
    const double unbiased = squares / std::max(1.0, count - 1);
    moved_mean[channel] = static_cast<float>((1 - momentum) * of.mean[channel] + momentum * mean);
    moved_variance[channel] = static_cast<float>((1 - momentum) * of.variance[channel] + momentum * unbiased);
  }
}

// Joins the sums of the parts: the gradients of scale and offset, and the coefficients of that of x.
inline void join_gradients(const std::vector<const float*>& parts, const float* statistics, int64_t rows, int channels,
                           float* scale, float* offset, float* coefficients) {
  const double count = static_cast<double>(rows);
  for (int channel = 0; channel < channels; channel++) {
    double first = 0, second = 0;
    for (const float* part : parts) first += part[channel], second += part[channels + channel];
    const double factor = statistics[FACTOR * channels + channel];
    offset[channel] = static_cast<float>(first);
    scale[channel] = static_cast<float>(second);
    coefficients[OF_VALUE * channels + channel] =
        static_cast<float>(-factor * statistics[INVERSE_DEVIATION * channels + channel] * second / count);
    coefficients[CONSTANT * channels + channel] = static_cast<float>(-factor * first / count);
  }
}

}  // namespace batch_norm
