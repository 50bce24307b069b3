// The ops of depthwise convolutions for a batch in parts. Their inputs are those of TensorFlow's ops.
#pragma once

#include "batch-norm-ops.h"
#include "depthwise.h"
#include "kernel.h"

namespace depthwise {

// Runs `compute` with the three inputs of an op.
template <typename Compute>
void attempt_with_three(TF_OpKernelContext* context, Compute compute) {
  attempt(context, [&](TF_Status* status) {
    const Input first(context, 0, status), second(context, 1, status), third(context, 2, status);
    if (TF_GetCode(status) == TF_OK) compute(first, second, third, status);
  });
}

inline Shape shape_of(const int32_t* images, const int32_t* filter, void* stride) {
  const int steps = static_cast<int>(*static_cast<int64_t*>(stride));
  return {images[0], images[3], Axis(images[1], filter[0], steps), Axis(images[2], filter[1], steps)};
}

inline std::vector<int32_t> sides_of(const Input& input) { return {input.side(0), input.side(1), input.side(2), input.side(3)}; }

inline void compute_convolution(void* stride, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Input x(context, 0, status), filter(context, 1, status);
    if (TF_GetCode(status) != TF_OK) return;
    const Shape of = shape_of(sides_of(x).data(), sides_of(filter).data(), stride);
    float* y = allocate(context, 0, {of.images, of.rows.results, of.columns.results, of.channels}, status);
    if (TF_GetCode(status) == TF_OK) WIDEST(of.channels, convolve)(x.values(), of, filter.values(), {}, y);
  });
}

// Attributes of the convolution with what is computed around it.
struct Block {
  int64_t stride;
  batch_norm::Activation before, after;
};

inline void* read_block(TF_OpKernelConstruction* construction) {
  return state_of<Block>(construction, [&](Block* block, TF_Status* status) {
    TF_OpKernelConstruction_GetAttrInt64(construction, "stride", &block->stride, status);
    if (TF_GetCode(status) == TF_OK) batch_norm::read_activation(construction, "before", &block->before, status);
    if (TF_GetCode(status) == TF_OK) batch_norm::read_activation(construction, "activation", &block->after, status);
  });
}

inline void compute_block(void* state, TF_OpKernelContext* context) {
  Block& block = *static_cast<Block*>(state);
  attempt(context, [&](TF_Status* status) {
    const int count = TF_NumInputs(context);
    const batch_norm::Inputs inputs(context, count, status);
    if (TF_GetCode(status) != TF_OK) return;
    const Input &x = inputs.other(0), &filter = inputs.other(1);
    const Shape of = shape_of(sides_of(x).data(), sides_of(filter).data(), &block.stride);
    float* y = allocate(context, 0, {of.images, of.rows.results, of.columns.results, of.channels}, status);
    float* means = TF_NumOutputs(context) > 1 ? allocate(context, 1, {of.images, 1, 1, of.channels}, status) : nullptr;
    if (TF_GetCode(status) != TF_OK) return;
    const float* before = count > 3 ? inputs.other(3).values() : nullptr;
    const Around around = {{before, nullptr, block.before}, {inputs.other(2).values(), nullptr, block.after}, means};
    WIDEST(of.channels, convolve)(x.values(), of, filter.values(), around, y);
  });
}

inline void compute_image_gradient(void* stride, TF_OpKernelContext* context) {
  attempt_with_three(context, [&](const Input& sides, const Input& filter, const Input& dy, TF_Status* status) {
    const Shape of = shape_of(sides.values<int32_t>(), sides_of(filter).data(), stride);
    float* dx = allocate(context, 0, {of.images, of.rows.size, of.columns.size, of.channels}, status);
    if (TF_GetCode(status) != TF_OK) return;
    WIDEST(of.channels, image_gradient)(dy.values(), of, filter.values(), dx);
  });
}

inline void compute_filter_gradient(void* stride, TF_OpKernelContext* context) {
  attempt_with_three(context, [&](const Input& x, const Input& sides, const Input& dy, TF_Status* status) {
    const Shape of = shape_of(sides_of(x).data(), sides.values<int32_t>(), stride);
    float* dw = allocate(context, 0, {of.rows.kernel, of.columns.kernel, of.channels, 1}, status);
    if (TF_GetCode(status) != TF_OK) return;
    WIDEST(of.channels, filter_gradient)(x.values(), of, dy.values(), dw);
  });
}

inline void* read_stride(TF_OpKernelConstruction* construction) {
  return attribute_of<int64_t, TF_OpKernelConstruction_GetAttrInt64>(construction, "stride");
}

inline void define_ops() {
  define({"FerDepthwise", {"stride: int"}, {"images: float", "filter: float"}, {"result: float"}, read_stride,
          compute_convolution, delete_state<int64_t>});
  // The convolution, then a batch norm with these statistics, and its activation. Optionally also the batch norm of the images
  // before, and the means `[n, 1, 1, c]` of the results.
  define({"FerDepthwiseBlock",
          {"stride: int", "activation: {'none', 'swish', 'relu'}", "before: {'none', 'swish', 'relu'} = 'none'",
           "N: int >= 0 = 0", "M: int >= 0 = 0"},
          {"images: float", "filter: float", "statistics: float", "statistics_before: N * float"},
          {"result: float", "means: M * float"}, read_block, compute_block, delete_state<Block>});
  define({"FerDepthwiseImageGradient", {"stride: int"}, {"sides: int32", "filter: float", "gradient: float"},
          {"result: float"}, read_stride, compute_image_gradient, delete_state<int64_t>});
  define({"FerDepthwiseFilterGradient", {"stride: int"}, {"images: float", "sides: int32", "gradient: float"},
          {"result: float"}, read_stride, compute_filter_gradient, delete_state<int64_t>});
}

}  // namespace depthwise
