// The ops of batch norm for a batch in parts, which a graph computes side by side.
#pragma once

#include "batch-norm.h"
#include "kernel.h"

namespace batch_norm {

// A matrix of `rows` values per channel.
struct Size {
  explicit Size(const Input& x) : channels(static_cast<int>(x.shape().back())), rows(x.size() / channels) {}
  int channels;
  int64_t rows;
};

inline void compute_moments(void*, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Input x(context, 0, status);
    if (TF_GetCode(status) != TF_OK) return;
    const Size size(x);
    float* result = allocate(context, 0, {2, size.channels}, status);
    if (TF_GetCode(status) != TF_OK) return;
    with_type(x.type(), [&](auto number) {
      using Number = decltype(number);
      WIDEST(size.channels, moments<Number>)(x.values<Number>(), size.rows, size.channels, result);
    });
  });
}

struct Join {
  int64_t rows;
  float epsilon, momentum;
};

inline void* read_join(TF_OpKernelConstruction* construction) {
  return state_of<Join>(construction, [&](Join* join, TF_Status* status) {
    TF_OpKernelConstruction_GetAttrInt64(construction, "rows", &join->rows, status);
    if (TF_GetCode(status) == TF_OK)
      TF_OpKernelConstruction_GetAttrFloat(construction, "epsilon", &join->epsilon, status);
    if (TF_GetCode(status) == TF_OK)
      TF_OpKernelConstruction_GetAttrFloat(construction, "momentum", &join->momentum, status);
  });
}

// The inputs of an op, of which the first ones belong to the parts.
class Inputs {
 public:
  Inputs(TF_OpKernelContext* context, int others, TF_Status* status) : parts_(TF_NumInputs(context) - others) {
    for (int i = 0; i < parts_ + others; i++) all_.push_back(std::make_unique<Input>(context, i, status));
  }
  std::vector<const float*> parts() const {
    std::vector<const float*> values;
    for (int i = 0; i < parts_; i++) values.push_back(all_[i]->values());
    return values;
  }
  const Input& other(int i) const { return *all_[parts_ + i]; }

 private:
  const int parts_;
  std::vector<std::unique_ptr<Input>> all_;
};

inline Parameters parameters_of(const Inputs& inputs) {
  const auto values = [&](int i) { return inputs.other(i).values(); };
  return {values(0), values(1), values(2), values(3)};
}

inline void compute_join(void* state, TF_OpKernelContext* context) {
  const Join& of = *static_cast<Join*>(state);
  attempt(context, [&](TF_Status* status) {
    const Inputs inputs(context, 4, status);
    if (TF_GetCode(status) != TF_OK) return;
    const int64_t channels = inputs.other(0).size();
    float* statistics = allocate(context, 0, {STATISTICS, channels}, status);
    float* mean = allocate(context, 1, {channels}, status);
    float* variance = allocate(context, 2, {channels}, status);
    if (TF_GetCode(status) != TF_OK) return;
    join(inputs.parts(), of.rows, channels, parameters_of(inputs), of.epsilon, of.momentum, statistics, mean, variance);
  });
}

inline void* read_epsilon(TF_OpKernelConstruction* construction) {
  return attribute_of<float, TF_OpKernelConstruction_GetAttrFloat>(construction, "epsilon");
}

inline void compute_statistics(void* epsilon, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Inputs inputs(context, 4, status);
    if (TF_GetCode(status) != TF_OK) return;
    const int channels = static_cast<int>(inputs.other(0).size());
    float* statistics = allocate(context, 0, {STATISTICS, channels}, status);
    if (TF_GetCode(status) != TF_OK) return;
    const Parameters of = parameters_of(inputs);
    for (int channel = 0; channel < channels; channel++)
      describe(of, of.mean[channel], of.variance[channel], *static_cast<float*>(epsilon), channels, channel, statistics);
  });
}

inline void compute_normalize(void* has_swish, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Input statistics(context, 1, status);
    if (TF_GetCode(status) != TF_OK) return;
    const int channels = statistics.side(1);
    compute_in_place(context, status, [&](const auto* x, int64_t size, auto* y) {
      using Number = std::remove_pointer_t<decltype(y)>;
      const auto run = *static_cast<TF_Bool*>(has_swish) ? WIDEST(channels, normalize<true, Number>)
                                                         : WIDEST(channels, normalize<false, Number>);
      run(x, statistics.values(), size / channels, channels, y);
    });
  });
}

inline void compute_gradient_sums(void*, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Input dy(context, 0, status), x(context, 1, status), statistics(context, 2, status);
    if (TF_GetCode(status) != TF_OK) return;
    const Size size(x);
    float* sums = allocate(context, 0, {2, size.channels}, status);
    if (TF_GetCode(status) != TF_OK) return;
    with_type(x.type(), [&](auto number) {
      using Number = decltype(number);
      WIDEST(size.channels, sum_gradients<false, Number>)
      (dy.values<Number>(), x.values<Number>(), statistics.values(), size.rows, size.channels, nullptr, sums);
    });
  });
}

inline void compute_swish_gradient_sums(void*, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Input x(context, 1, status), statistics(context, 2, status);
    if (TF_GetCode(status) != TF_OK) return;
    const int channels = statistics.side(1);
    float* sums = allocate(context, 1, {2, channels}, status);
    if (TF_GetCode(status) != TF_OK) return;
    compute_in_place(context, status, [&](const auto* dy, int64_t size, auto* dz) {
      using Number = std::remove_pointer_t<decltype(dz)>;
      WIDEST(channels, sum_gradients<true, Number>)
      (dy, x.values<Number>(), statistics.values(), size / channels, channels, dz, sums);
    });
  });
}

inline void compute_gradient_join(void* rows, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Inputs inputs(context, 1, status);
    if (TF_GetCode(status) != TF_OK) return;
    const int channels = inputs.other(0).side(1);
    float* scale = allocate(context, 0, {channels}, status);
    float* offset = allocate(context, 1, {channels}, status);
    float* coefficients = allocate(context, 2, {COEFFICIENTS, channels}, status);
    if (TF_GetCode(status) != TF_OK) return;
    join_gradients(inputs.parts(), inputs.other(0).values(), *static_cast<int64_t*>(rows), channels, scale, offset,
                   coefficients);
  });
}

inline void compute_gradient(void*, TF_OpKernelContext* context) {
  attempt(context, [&](TF_Status* status) {
    const Input x(context, 1, status), statistics(context, 2, status), coefficients(context, 3, status);
    if (TF_GetCode(status) != TF_OK) return;
    const int channels = statistics.side(1);
    compute_in_place(context, status, [&](const auto* dz, int64_t size, auto* dx) {
      using Number = std::remove_pointer_t<decltype(dx)>;
      WIDEST(channels, differentiate<Number>)
      (dz, x.values<Number>(), statistics.values(), coefficients.values(), size / channels, channels, dx);
    });
  });
}

inline void* read_swish(TF_OpKernelConstruction* construction) {
  return attribute_of<TF_Bool, TF_OpKernelConstruction_GetAttrBool>(construction, "swish");
}

inline void* read_rows(TF_OpKernelConstruction* construction) {
  return attribute_of<int64_t, TF_OpKernelConstruction_GetAttrInt64>(construction, "rows");
}

inline void define_ops() {
  const char* type = "T: {float, bfloat16}";
  // Mean and sum of squared differences of each channel of a part.
  define({"FerMoments", {type}, {"values: T"}, {"moments: float"}, no_state, compute_moments, keep_state});
  // Statistics of the batch with `rows` values per channel, and the new running statistics.
  define({"FerJoinMoments", {"N: int >= 1", "rows: int", "epsilon: float", "momentum: float"},
          {"moments: N * float", "scale: float", "offset: float", "mean: float", "variance: float"},
          {"statistics: float", "moved_mean: float", "moved_variance: float"}, read_join, compute_join, delete_state<Join>});
  // The running statistics in the form of a batch's.
  define({"FerStatistics", {"epsilon: float"}, {"scale: float", "offset: float", "mean: float", "variance: float"},
          {"statistics: float"}, read_epsilon, compute_statistics, delete_state<float>});
  // The normalized part, or its swish.
  define({"FerNormalize", {type, "swish: bool"}, {"values: T", "statistics: float"}, {"result: T"}, read_swish,
          compute_normalize, delete_state<TF_Bool>});
  // The gradient in three steps: sums of a part, with swish also the gradient before it; sums of the batch; the part's gradient.
  define({"FerNormalizeGradientSums", {type}, {"gradient: T", "values: T", "statistics: float"}, {"sums: float"}, no_state,
          compute_gradient_sums, keep_state});
  define({"FerSwishGradientSums", {type}, {"gradient: T", "values: T", "statistics: float"},
          {"before_swish: T", "sums: float"}, no_state, compute_swish_gradient_sums, keep_state});
  define({"FerJoinGradientSums", {"N: int >= 1", "rows: int"}, {"sums: N * float", "statistics: float"},
          {"scale: float", "offset: float", "coefficients: float"}, read_rows, compute_gradient_join, delete_state<int64_t>});
  define({"FerNormalizeGradient", {type}, {"gradient: T", "values: T", "statistics: float", "coefficients: float"},
          {"result: T"}, no_state, compute_gradient, keep_state});
}

}  // namespace batch_norm
