// The ops of batch norm for a whole batch, or for one in parts, which a graph computes side by side.
#pragma once

#include <cstring>

#include "batch-norm.h"
#include "kernel.h"

namespace batch_norm {

// How an op runs: on the calling thread alone, and with the activation that follows the batch norm.
struct Mode {
  TF_Bool alone = 0;
  Activation activation = Activation::NONE;
  Batch batch(int64_t size, int channels) const { return {size / channels, alone != 0}; }
};

inline void* read_alone(TF_OpKernelConstruction* construction) {
  return state_of<Mode>(construction, [&](Mode* mode, TF_Status* status) {
    TF_OpKernelConstruction_GetAttrBool(construction, "alone", &mode->alone, status);
  });
}

inline void read_activation(TF_OpKernelConstruction* construction, const char* attribute, Activation* activation,
                            TF_Status* status) {
  char name[8] = {};
  TF_OpKernelConstruction_GetAttrString(construction, attribute, name, sizeof name - 1, status);
  *activation = std::strcmp(name, "swish") == 0  ? Activation::SWISH
                : std::strcmp(name, "relu") == 0 ? Activation::RELU
                                                 : Activation::NONE;
}

inline void* read_mode(TF_OpKernelConstruction* construction) {
  return state_of<Mode>(construction, [&](Mode* mode, TF_Status* status) {
    TF_OpKernelConstruction_GetAttrBool(construction, "alone", &mode->alone, status);
    if (TF_GetCode(status) == TF_OK) read_activation(construction, "activation", &mode->activation, status);
  });
}

// Runs `compute` with the activation as a constant.
template <typename Compute>
void with_activation(Activation activation, Compute compute) {
  if (activation == Activation::SWISH) compute(std::integral_constant<Activation, Activation::SWISH>());
  else if (activation == Activation::RELU) compute(std::integral_constant<Activation, Activation::RELU>());
  else compute(std::integral_constant<Activation, Activation::NONE>());
}

inline void compute_moments(void* state, TF_OpKernelContext* context) {
  const Mode& mode = *static_cast<Mode*>(state);
  attempt(context, [&](TF_Status* status) {
    const Input x(context, 0, status);
    if (TF_GetCode(status) != TF_OK) return;
    const int channels = static_cast<int>(x.shape().back());
    float* result = allocate(context, 0, {2, channels}, status);
    if (TF_GetCode(status) != TF_OK) return;
    with_type(x.type(), [&](auto number) {
      using Number = decltype(number);
      WIDEST(channels, moments<Number>)(x.values<Number>(), mode.batch(x.size(), channels), channels, result);
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
    describe_running(parameters_of(inputs), *static_cast<float*>(epsilon), channels, statistics);
  });
}

inline void compute_normalize(void* state, TF_OpKernelContext* context) {
  const Mode& mode = *static_cast<Mode*>(state);
  attempt(context, [&](TF_Status* status) {
    const Input statistics(context, 1, status);
    if (TF_GetCode(status) != TF_OK) return;
    const int channels = statistics.side(1);
    compute_in_place(context, status, [&](const auto* x, int64_t size, auto* y) {
      using Number = std::remove_pointer_t<decltype(y)>;
      with_activation(mode.activation, [&](auto activation) {
        WIDEST(channels, normalize<decltype(activation)::value, Number>)
        (x, statistics.values(), mode.batch(size, channels), channels, y);
      });
    });
  });
}

inline void compute_gradient_sums(void* state, TF_OpKernelContext* context) {
  const Mode& mode = *static_cast<Mode*>(state);
  attempt(context, [&](TF_Status* status) {
    const Input dy(context, 0, status), x(context, 1, status), statistics(context, 2, status);
    if (TF_GetCode(status) != TF_OK) return;
    const int channels = statistics.side(1);
    float* sums = allocate(context, 0, {2, channels}, status);
    if (TF_GetCode(status) != TF_OK) return;
    with_type(x.type(), [&](auto number) {
      using Number = decltype(number);
      WIDEST(channels, sum_gradients<Activation::NONE, Number>)
      (dy.values<Number>(), x.values<Number>(), statistics.values(), mode.batch(x.size(), channels), channels,
       static_cast<Number*>(nullptr), sums);
    });
  });
}

inline void compute_activation_gradient_sums(void* state, TF_OpKernelContext* context) {
  const Mode& mode = *static_cast<Mode*>(state);
  attempt(context, [&](TF_Status* status) {
    const Input x(context, 1, status), statistics(context, 2, status);
    if (TF_GetCode(status) != TF_OK) return;
    const int channels = statistics.side(1);
    float* sums = allocate(context, 1, {2, channels}, status);
    if (TF_GetCode(status) != TF_OK) return;
    compute_in_place(context, status, [&](const auto* dy, int64_t size, auto* dz) {
      using Number = std::remove_pointer_t<decltype(dz)>;
      with_activation(mode.activation, [&](auto activation) {
        WIDEST(channels, sum_gradients<decltype(activation)::value, Number>)
        (dy, x.values<Number>(), statistics.values(), mode.batch(size, channels), channels, dz, sums);
      });
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

inline void compute_gradient(void* state, TF_OpKernelContext* context) {
  const Mode& mode = *static_cast<Mode*>(state);
  attempt(context, [&](TF_Status* status) {
    const Input x(context, 1, status), statistics(context, 2, status), coefficients(context, 3, status);
    if (TF_GetCode(status) != TF_OK) return;
    const int channels = statistics.side(1);
    compute_in_place(context, status, [&](const auto* dz, int64_t size, auto* dx) {
      using Number = std::remove_pointer_t<decltype(dx)>;
      WIDEST(channels, differentiate<Number>)
      (dz, x.values<Number>(), statistics.values(), coefficients.values(), mode.batch(size, channels), channels, dx);
    });
  });
}

inline void* read_rows(TF_OpKernelConstruction* construction) {
  return attribute_of<int64_t, TF_OpKernelConstruction_GetAttrInt64>(construction, "rows");
}

inline void define_ops() {
  const std::vector<const char*> mode = {"T: {float, bfloat16}", "alone: bool"};
  const std::vector<const char*> activated = {mode[0], mode[1], "activation: {'none', 'swish', 'relu'}"};
  // Mean and sum of squared differences of each channel of a part.
  define({"FerMoments", mode, {"values: T"}, {"moments: float"}, read_alone, compute_moments, delete_state<Mode>});
  // Statistics of the batch with `rows` values per channel, and the new running statistics.
  define({"FerJoinMoments", {"N: int >= 1", "rows: int", "epsilon: float", "momentum: float"},
          {"moments: N * float", "scale: float", "offset: float", "mean: float", "variance: float"},
          {"statistics: float", "moved_mean: float", "moved_variance: float"}, read_join, compute_join, delete_state<Join>});
  // The running statistics in the form of a batch's.
  define({"FerStatistics", {"epsilon: float"}, {"scale: float", "offset: float", "mean: float", "variance: float"},
          {"statistics: float"}, read_epsilon, compute_statistics, delete_state<float>});
  // The normalized part, and then its activation.
  define({"FerNormalize", activated, {"values: T", "statistics: float"}, {"result: T"}, read_mode, compute_normalize,
          delete_state<Mode>});
  // The gradient in three steps: sums of a part, with an activation also the gradient before it; sums of the batch; the
  // part's gradient.
  define({"FerNormalizeGradientSums", mode, {"gradient: T", "values: T", "statistics: float"}, {"sums: float"}, read_alone,
          compute_gradient_sums, delete_state<Mode>});
  define({"FerActivationGradientSums", activated, {"gradient: T", "values: T", "statistics: float"},
          {"before_activation: T", "sums: float"}, read_mode, compute_activation_gradient_sums, delete_state<Mode>});
  define({"FerJoinGradientSums", {"N: int >= 1", "rows: int"}, {"sums: N * float", "statistics: float"},
          {"scale: float", "offset: float", "coefficients: float"}, read_rows, compute_gradient_join, delete_state<int64_t>});
  define({"FerNormalizeGradient", mode, {"gradient: T", "values: T", "statistics: float", "coefficients: float"},
          {"result: T"}, read_alone, compute_gradient, delete_state<Mode>});
}

}  // namespace batch_norm
