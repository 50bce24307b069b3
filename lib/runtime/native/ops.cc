// The project's TensorFlow ops, which are defined when the library is loaded.

#include <cstdint>
#include <mutex>
#include <type_traits>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_tensor.h"
#include "amx-convolution.h"
#include "amx-filter-gradient.h"
#include "dropout.h"
#include "swish.h"
#include "winograd.h"

namespace {

// An input of an op. It is freed with the object.
class Input {
 public:
  Input(TF_OpKernelContext* context, int index, TF_Status* status) { TF_GetInput(context, index, &tensor_, status); }
  ~Input() { release(); }
  void release() {
    if (tensor_ != nullptr) TF_DeleteTensor(tensor_);
    tensor_ = nullptr;
  }
  template <typename T = float>
  const T* values() const {
    return static_cast<const T*>(TF_TensorData(tensor_));
  }
  TF_DataType type() const { return TF_TensorType(tensor_); }
  int64_t size() const { return TF_TensorElementCount(tensor_); }
  std::vector<int64_t> shape() const {
    std::vector<int64_t> sides(TF_NumDims(tensor_));
    for (size_t axis = 0; axis < sides.size(); axis++) sides[axis] = TF_Dim(tensor_, axis);
    return sides;
  }
  int side(int axis) const { return static_cast<int>(TF_Dim(tensor_, axis)); }
  Image image() const { return {side(0), side(1), side(2), side(3)}; }

 private:
  TF_Tensor* tensor_ = nullptr;
};

// Runs `compute` with a status; if that ends in an error, the op fails with it.
template <typename Compute>
void attempt(TF_OpKernelContext* context, Compute compute) {
  TF_Status* status = TF_NewStatus();
  compute(status);
  if (TF_GetCode(status) != TF_OK) TF_OpKernelContext_Failure(context, status);
  TF_DeleteStatus(status);
}

// Convolutions take turns: each uses all cores, and the scratch memory.
std::mutex turn;

template <typename Value = float, typename Compute>
void convolve_into(TF_OpKernelContext* context, const int64_t (&shape)[4], TF_Status* status, Compute compute) {
  const size_t bytes = sizeof(Value) * shape[0] * shape[1] * shape[2] * shape[3];
  const TF_DataType type = sizeof(Value) == sizeof(float) ? TF_FLOAT : TF_BFLOAT16;
  TF_Tensor* output = TF_AllocateOutput(context, 0, type, shape, 4, bytes, status);
  if (TF_GetCode(status) == TF_OK) {
    const std::lock_guard<std::mutex> lock(turn);
    if (!compute(static_cast<Value*>(TF_TensorData(output))))
      TF_SetStatus(status, TF_RESOURCE_EXHAUSTED, "no memory for a convolution");
  }
  if (output != nullptr) TF_DeleteTensor(output);
}

void compute_convolution(void* state, TF_OpKernelContext* context) {
  const bool gradient = *static_cast<TF_Bool*>(state);
  attempt(context, [&](TF_Status* status) {
    const Input x(context, 0, status), w(context, 1, status);
    if (TF_GetCode(status) != TF_OK) return;
    const Image image = x.image();
    const int filters = w.side(gradient ? 2 : 3);
    convolve_into(context, {image.images, image.height, image.width, filters}, status, [&](float* y) {
      return convolve(x.values(), image, w.values(), filters, gradient, y);
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

// Runs `compute` with the values of the first input and an output of its shape and type, which takes the input's memory if
// nothing else needs it. The input is released before, since TensorFlow counts it; its values stay in place.
template <typename Compute>
void compute_in_place(TF_OpKernelContext* context, TF_Status* status, Compute compute) {
  Input x(context, 0, status);
  if (TF_GetCode(status) != TF_OK) return;
  const std::vector<int64_t> shape = x.shape();
  const int64_t size = x.size();
  const TF_DataType type = x.type();
  const void* values = x.values<void>();
  x.release();
  const int input = 0;
  TF_Tensor* y = TF_ForwardInputOrAllocateOutput(context, &input, 1, 0, shape.data(), static_cast<int>(shape.size()),
                                                 nullptr, status);
  if (TF_GetCode(status) == TF_OK) {
    const auto run = [&](auto* to) {
      compute(static_cast<const std::remove_pointer_t<decltype(to)>*>(values), size, to);
    };
    if (type == TF_FLOAT) run(static_cast<float*>(TF_TensorData(y)));
    else run(static_cast<vectors::Bits*>(TF_TensorData(y)));
  }
  if (y != nullptr) TF_DeleteTensor(y);
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

void compute_swish(void*, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    compute_in_place(context, status, [&](const auto* x, int64_t size, auto* y) {
      swish::apply<swish::Value>(x, x, size, y);
    });
  });
}

void compute_swish_gradient(void*, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Input x(context, 1, status);
    if (TF_GetCode(status) != TF_OK) return;
    compute_in_place(context, status, [&](const auto* dy, int64_t size, auto* dx) {
      using Number = std::remove_pointer_t<decltype(dx)>;
      swish::apply<swish::Gradient>(x.values<Number>(), dy, size, dx);
    });
  });
}

// The state of a kernel: one of its attributes.
template <typename State>
void* state_of(TF_OpKernelConstruction* construction, const char* attribute,
               void (*read)(TF_OpKernelConstruction*, const char*, State*, TF_Status*)) {
  State* state = new State();
  TF_Status* status = TF_NewStatus();
  read(construction, attribute, state, status);
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return state;
}

template <typename State>
void delete_state(void* state) {
  delete static_cast<State*>(state);
}

void* read_gradient(TF_OpKernelConstruction* construction) {
  return state_of<TF_Bool>(construction, "gradient", TF_OpKernelConstruction_GetAttrBool);
}

void* read_rate(TF_OpKernelConstruction* construction) {
  return state_of<float>(construction, "rate", TF_OpKernelConstruction_GetAttrFloat);
}

void* no_state(TF_OpKernelConstruction*) { return nullptr; }
void keep_state(void*) {}

void unknown_shape(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

struct Op {
  const char* name;
  std::vector<const char*> attributes, inputs;
  const char* output;
  void* (*create)(TF_OpKernelConstruction*);
  void (*compute)(void*, TF_OpKernelContext*);
  void (*remove)(void*);
};

void define(const Op& op) {
  TF_Status* status = TF_NewStatus();
  TF_OpDefinitionBuilder* builder = TF_NewOpDefinitionBuilder(op.name);
  for (const char* attribute : op.attributes) TF_OpDefinitionBuilderAddAttr(builder, attribute);
  for (const char* input : op.inputs) TF_OpDefinitionBuilderAddInput(builder, input);
  TF_OpDefinitionBuilderAddOutput(builder, op.output);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(builder, unknown_shape);
  TF_RegisterOpDefinition(builder, status);
  TF_RegisterKernelBuilder(op.name, TF_NewKernelBuilder(op.name, "CPU", op.create, op.compute, op.remove), status);
  TF_DeleteStatus(status);
}

// Runs when Node loads the addon.
const bool defined = [] {
  // The convolution of images `[n, h, w, in]` with a filter `[3, 3, in, out]`; with `gradient`, the gradient of such a
  // convolution's input, by the gradient of its output.
  define({"FerWinograd", {"gradient: bool = false"}, {"images: float", "filter: float"}, "result: float",
          read_gradient, compute_convolution, delete_state<TF_Bool>});
  // The gradient `[3, 3, in, out]` of the filter.
  define({"FerWinogradFilterGradient", {}, {"images: float", "gradient: float"}, "result: float",
          no_state, compute_filter_gradient, keep_state});
  // The same in bfloat16, by AMX.
  define({"FerAmxConvolution", {"gradient: bool = false"}, {"images: bfloat16", "filter: float"}, "result: bfloat16",
          read_gradient, compute_amx_convolution, delete_state<TF_Bool>});
  define({"FerAmxFilterGradient", {}, {"images: bfloat16", "gradient: bfloat16"}, "result: float",
          no_state, compute_amx_filter_gradient, keep_state});
  // Values of any shape, set to 0 with probability `rate` by the numbers of `StatelessRandomUniform` for the same key.
  define({"FerDropout", {"rate: float", "T: {float, bfloat16}"}, {"values: T", "key: int32"}, "result: T",
          read_rate, compute_dropout, delete_state<float>});
  // x · sigmoid(x), and the gradient of x by that of the product.
  define({"FerSwish", {"T: {float, bfloat16}"}, {"values: T"}, "result: T", no_state, compute_swish, keep_state});
  define({"FerSwishGradient", {"T: {float, bfloat16}"}, {"gradient: T", "values: T"}, "result: T",
          no_state, compute_swish_gradient, keep_state});
  return true;
}();

}  // namespace
