// The project's TensorFlow ops, which are defined when the library is loaded.

#include <cstdint>
#include <mutex>
#include <type_traits>
#include <vector>

#include "amx-convolution.h"
#include "amx-filter-gradient.h"
#include "batch-norm-ops.h"
#include "channels.h"
#include "decay.h"
#include "depthwise-ops.h"
#include "dropout.h"
#include "kernel.h"
#include "swish.h"
#include "uniform.h"
#include "warp.h"
#include "winograd.h"

namespace {

// Convolutions take turns: each uses all cores, and the scratch memory.
std::mutex turn;

template <typename Value = float, typename Compute>
void convolve_into(TF_OpKernelContext* context, const std::vector<int64_t>& shape, TF_Status* status, Compute compute) {
  Value* result = allocate<Value>(context, 0, shape, status);
  if (TF_GetCode(status) != TF_OK) return;
  const std::lock_guard<std::mutex> lock(turn);
  if (!compute(result)) TF_SetStatus(status, TF_RESOURCE_EXHAUSTED, "no memory for a convolution");
}

void compute_convolution(void* state, TF_OpKernelContext* context) {
  const bool gradient = *static_cast<TF_Bool*>(state);
  attempt(context, [&](TF_Status* status) {
    const Input x(context, 0, status), w(context, 1, status);
    if (TF_GetCode(status) != TF_OK) return;
    const Image image = x.image();
    const int filters = w.side(gradient ? 2 : 3);
    convolve_into(context, {image.images, image.height, image.width, filters}, status, [&](float* y) {
      return convolve(x.values(), image, w.values(), filters, gradient, {}, y);
    });
  });
}

void compute_finished_convolution(void* activation, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const int count = TF_NumInputs(context);
    const batch_norm::Inputs inputs(context, count, status);
    if (TF_GetCode(status) != TF_OK) return;
    const Input &x = inputs.other(0), &w = inputs.other(1);
    const Image image = x.image();
    const int filters = w.side(3);
    const float* shortcut = count > 3 ? inputs.other(3).values() : nullptr;
    const Epilogue epilogue = {inputs.other(2).values(), shortcut, *static_cast<batch_norm::Activation*>(activation)};
    convolve_into(context, {image.images, image.height, image.width, filters}, status, [&](float* y) {
      return convolve(x.values(), image, w.values(), filters, false, epilogue, y);
    });
  });
}

void compute_filter_gradient(void*, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Input x(context, 0, status), dy(context, 1, status);
    if (TF_GetCode(status) != TF_OK) return;
    const Image image = x.image();
    convolve_into(context, {KERNEL, KERNEL, image.channels, dy.side(3)}, status, [&](float* dw) {
      return differentiate(x.values(), image, dy.values(), dy.side(3), dw);
    });
  });
}

// Runs `compute` on images of bfloat16 numbers, if the system allows AMX.
template <typename Compute>
void attempt_with_tiles(TF_OpKernelContext* context, Compute compute) {
  attempt(context, [&](TF_Status* status) {
    if (!amx::is_allowed()) return TF_SetStatus(status, TF_UNIMPLEMENTED, "the system does not allow AMX");
    const Input x(context, 0, status), other(context, 1, status);
    if (TF_GetCode(status) == TF_OK) compute(x, other, amx::Layout{x.side(0), x.side(1), x.side(2)}, status);
  });
}

void compute_amx_convolution(void* state, TF_OpKernelContext* context) {
  const bool gradient = *static_cast<TF_Bool*>(state);
  attempt_with_tiles(context, [&](const Input& x, const Input& w, const amx::Layout& of, TF_Status* status) {
    const int filters = w.side(gradient ? 2 : 3);
    convolve_into<amx::Bits>(context, {of.images, of.height, of.width, filters}, status, [&](amx::Bits* y) {
      return amx::convolve(x.values<amx::Bits>(), of, x.side(3), w.values(), filters, gradient, y);
    });
  });
}

void compute_amx_filter_gradient(void*, TF_OpKernelContext* context) {
  attempt_with_tiles(context, [&](const Input& x, const Input& dy, const amx::Layout& of, TF_Status* status) {
    convolve_into(context, {KERNEL, KERNEL, x.side(3), dy.side(3)}, status, [&](float* dw) {
      return amx::differentiate(x.values<amx::Bits>(), of, x.side(3), dy.values<amx::Bits>(), dy.side(3), dw);
    });
  });
}

void compute_dropout(void* rate, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Input key(context, 1, status);
    if (TF_GetCode(status) != TF_OK) return;
    compute_in_place(context, status, [&](const auto* x, int64_t size, auto* y) {
      dropout::drop(x, size, key.values<int32_t>(), *static_cast<float*>(rate), y);
    });
  });
}

void compute_swish(void* alone, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    compute_in_place(context, status, [&](const auto* x, int64_t size, auto* y) {
      swish::apply<swish::Value>(x, x, size, *static_cast<TF_Bool*>(alone), y);
    });
  });
}

void compute_swish_gradient(void* alone, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Input x(context, 1, status);
    if (TF_GetCode(status) != TF_OK) return;
    compute_in_place(context, status, [&](const auto* dy, int64_t size, auto* dx) {
      using Number = std::remove_pointer_t<decltype(dx)>;
      swish::apply<swish::Gradient>(x.values<Number>(), dy, size, *static_cast<TF_Bool*>(alone), dx);
    });
  });
}

void compute_warp(void* to, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Input images(context, 0, status), maps(context, 1, status);
    if (TF_GetCode(status) != TF_OK) return;
    const warp::Size from = {images.side(1), images.side(2)}, &size = *static_cast<warp::Size*>(to);
    float* y = allocate(context, 0, {images.side(0), size.height, size.width, 1}, status);
    if (TF_GetCode(status) != TF_OK) return;
    const auto sample = [&](const auto* pixels) {
      warp::sample(pixels, from, maps.values(), images.side(0), size, y);
    };
    if (images.type() == TF_FLOAT) sample(images.values());
    else sample(images.values<uint8_t>());
  });
}

void compute_decay(void* factor, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Input weights(context, 1, status);
    if (TF_GetCode(status) != TF_OK) return;
    compute_in_place(context, status, [&](const auto* gradient, int64_t size, auto* y) {
      if constexpr (std::is_same<decltype(y), float*>())
        decay::add(gradient, weights.values(), size, *static_cast<float*>(factor), y);
    });
  });
}

void compute_uniform(void* bound, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Input key(context, 0, status), sides(context, 1, status);
    if (TF_GetCode(status) != TF_OK) return;
    const int32_t* side = sides.values<int32_t>();
    const std::vector<int64_t> shape(side, side + sides.size());
    int64_t size = 1;
    for (const int64_t length : shape) size *= length;
    float* y = allocate(context, 0, shape, status);
    if (TF_GetCode(status) == TF_OK) uniform::draw(key.values<int32_t>(), *static_cast<float*>(bound), size, y);
  });
}

void* read_size(TF_OpKernelConstruction* construction) {
  return state_of<warp::Size>(construction, [&](warp::Size* size, TF_Status* status) {
    TF_OpKernelConstruction_GetAttrInt32(construction, "height", &size->height, status);
    if (TF_GetCode(status) == TF_OK) TF_OpKernelConstruction_GetAttrInt32(construction, "width", &size->width, status);
  });
}

void* read_bound(TF_OpKernelConstruction* construction) {
  return attribute_of<float, TF_OpKernelConstruction_GetAttrFloat>(construction, "bound");
}

void* read_factor(TF_OpKernelConstruction* construction) {
  return attribute_of<float, TF_OpKernelConstruction_GetAttrFloat>(construction, "factor");
}

void* read_gradient(TF_OpKernelConstruction* construction) {
  return attribute_of<TF_Bool, TF_OpKernelConstruction_GetAttrBool>(construction, "gradient");
}

void* read_rate(TF_OpKernelConstruction* construction) {
  return attribute_of<float, TF_OpKernelConstruction_GetAttrFloat>(construction, "rate");
}

// Whether an op uses only the thread that calls it.
void* read_alone(TF_OpKernelConstruction* construction) {
  return attribute_of<TF_Bool, TF_OpKernelConstruction_GetAttrBool>(construction, "alone");
}

void* read_activation(TF_OpKernelConstruction* construction) {
  return attribute_of<batch_norm::Activation, batch_norm::read_activation>(construction, "activation");
}

// Runs when Node loads the addon.
const bool defined = [] {
  // The convolution of images `[n, h, w, in]` with a filter `[3, 3, in, out]`; with `gradient`, the gradient of such a
  // convolution's input, by the gradient of its output.
  define({"FerWinograd", {"gradient: bool = false"}, {"images: float", "filter: float"}, {"result: float"},
          read_gradient, compute_convolution, delete_state<TF_Bool>});
  // The convolution, then a batch norm with these statistics, the sum with a shortcut if there is one, and the activation.
  define({"FerWinogradEpilogue", {"N: int >= 0", "activation: {'none', 'swish', 'relu'}"},
          {"images: float", "filter: float", "statistics: float", "shortcut: N * float"}, {"result: float"},
          read_activation, compute_finished_convolution, delete_state<batch_norm::Activation>});
  // The gradient `[3, 3, in, out]` of the filter.
  define({"FerWinogradFilterGradient", {}, {"images: float", "gradient: float"}, {"result: float"},
          no_state, compute_filter_gradient, keep_state});
  // The same in bfloat16, by AMX.
  define({"FerAmxConvolution", {"gradient: bool = false"}, {"images: bfloat16", "filter: float"}, {"result: bfloat16"},
          read_gradient, compute_amx_convolution, delete_state<TF_Bool>});
  define({"FerAmxFilterGradient", {}, {"images: bfloat16", "gradient: bfloat16"}, {"result: float"},
          no_state, compute_amx_filter_gradient, keep_state});
  // Values of any shape, set to 0 with probability `rate` by the numbers of `StatelessRandomUniform` for the same key.
  define({"FerDropout", {"rate: float", "T: {float, bfloat16}"}, {"values: T", "key: int32"}, {"result: T"},
          read_rate, compute_dropout, delete_state<float>});
  // Numbers in ±`bound`, by those of `StatelessRandomUniform` for the same key.
  define({"FerUniform", {"bound: float"}, {"key: int32", "shape: int32"}, {"result: float"}, read_bound, compute_uniform,
          delete_state<float>});
  // x · sigmoid(x), and the gradient of x by that of the product.
  const std::vector<const char*> swish = {"T: {float, bfloat16}", "alone: bool = false"};
  define({"FerSwish", swish, {"values: T"}, {"result: T"}, read_alone, compute_swish, delete_state<TF_Bool>});
  define({"FerSwishGradient", swish, {"gradient: T", "values: T"}, {"result: T"}, read_alone, compute_swish_gradient,
          delete_state<TF_Bool>});
  // Samples of images `[n, h, w, 1]` through maps `[n, 8]`, as `warp` in lib/runtime/kernels/warp.ts describes them.
  define({"FerWarp", {"T: {float, uint8}", "height: int", "width: int"}, {"images: T", "maps: float"}, {"result: float"},
          read_size, compute_warp, delete_state<warp::Size>});
  // A gradient plus a multiple of the weights, of any shape.
  define({"FerDecay", {"factor: float"}, {"gradient: float", "weights: float"}, {"result: float"}, read_factor,
          compute_decay, delete_state<float>});
  batch_norm::define_ops();
  channels::define_ops();
  depthwise::define_ops();
  return true;
}();

}  // namespace
