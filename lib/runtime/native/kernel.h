// What the kernels of the project's ops share: inputs, errors, attributes, and the definition of an op.
#pragma once

#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_tensor.h"
#include "vectors.h"
#include "winograd.h"

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

// Allocates an output of float32 or bfloat16 numbers.
template <typename Number = float>
Number* allocate(TF_OpKernelContext* context, int index, const std::vector<int64_t>& shape, TF_Status* status) {
  if (TF_GetCode(status) != TF_OK) return nullptr;
  size_t bytes = sizeof(Number);
  for (const int64_t side : shape) bytes *= side;
  const TF_DataType type = std::is_same<Number, float>() ? TF_FLOAT : TF_BFLOAT16;
  TF_Tensor* output = TF_AllocateOutput(context, index, type, shape.data(), static_cast<int>(shape.size()), bytes, status);
  Number* values = output == nullptr ? nullptr : static_cast<Number*>(TF_TensorData(output));
  if (output != nullptr) TF_DeleteTensor(output);  // the context still holds it
  return values;
}

// Runs `compute` with any number of the type, float32 or bfloat16.
template <typename Compute>
void with_type(TF_DataType type, Compute compute) {
  if (type == TF_FLOAT) compute(float());
  else compute(vectors::Bits());
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
  if (TF_GetCode(status) == TF_OK)
    with_type(type, [&](auto number) {
      using Number = decltype(number);
      compute(static_cast<const Number*>(values), size, static_cast<Number*>(TF_TensorData(y)));
    });
  if (y != nullptr) TF_DeleteTensor(y);
}

// The state of a kernel: values of its attributes, which `read` gets.
template <typename State, typename Read>
void* state_of(TF_OpKernelConstruction* construction, Read read) {
  State* state = new State();
  TF_Status* status = TF_NewStatus();
  read(state, status);
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return state;
}

template <typename State, void (*READ)(TF_OpKernelConstruction*, const char*, State*, TF_Status*)>
void* attribute_of(TF_OpKernelConstruction* construction, const char* attribute) {
  return state_of<State>(construction, [&](State* state, TF_Status* status) {
    READ(construction, attribute, state, status);
  });
}

template <typename State>
void delete_state(void* state) {
  delete static_cast<State*>(state);
}

inline void* no_state(TF_OpKernelConstruction*) { return nullptr; }
inline void keep_state(void*) {}

inline void unknown_shape(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

struct Op {
  const char* name;
  std::vector<const char*> attributes, inputs, outputs;
  void* (*create)(TF_OpKernelConstruction*);
  void (*compute)(void*, TF_OpKernelContext*);
  void (*remove)(void*);
};

inline void define(const Op& op) {
  TF_Status* status = TF_NewStatus();
  TF_OpDefinitionBuilder* builder = TF_NewOpDefinitionBuilder(op.name);
  for (const char* attribute : op.attributes) TF_OpDefinitionBuilderAddAttr(builder, attribute);
  for (const char* input : op.inputs) TF_OpDefinitionBuilderAddInput(builder, input);
  for (const char* output : op.outputs) TF_OpDefinitionBuilderAddOutput(builder, output);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(builder, unknown_shape);
  TF_RegisterOpDefinition(builder, status);
  TF_RegisterKernelBuilder(op.name, TF_NewKernelBuilder(op.name, "CPU", op.create, op.compute, op.remove), status);
  TF_DeleteStatus(status);
}
