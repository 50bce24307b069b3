// Tensors that share the memory of JavaScript's arrays; the set-up includes this file in the addon's own source.
#pragma once

#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "tensorflow/c/c_api.h"

using Release = void (*)(void* data, size_t length, void* argument);

// The arrays of one of Node's threads. TensorFlow frees a tensor on the thread that used it last, often one of its own, but
// only Node's thread may release an array: it does so when it shares the next one.
class SharedArrays {
 public:
  // Never destroyed, since tensors may outlive the thread.
  static SharedArrays& ofThread() {
    thread_local SharedArrays* const arrays = new SharedArrays();
    return *arrays;
  }

  TF_Tensor* share(TF_DataType type, const int64_t* shape, int rank, void* data, size_t length, Release release,
                   void* argument) {
    releaseAll();
    return TF_NewTensor(type, shape, rank, data, length, leave, new Array{*this, data, length, release, argument});
  }

 private:
  struct Array {
    SharedArrays& owner;
    void* data;
    size_t length;
    Release release;
    void* argument;
  };

  static void leave(void*, size_t, void* argument) {
    Array* const array = static_cast<Array*>(argument);
    SharedArrays& owner = array->owner;
    if (std::this_thread::get_id() == owner.thread_) return releaseNow(array);
    const std::lock_guard<std::mutex> lock(owner.mutex_);
    owner.left_.push_back(array);
  }

  void releaseAll() {
    std::vector<Array*> left;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      std::swap(left, left_);
    }
    for (Array* const array : left) releaseNow(array);
  }

  static void releaseNow(Array* array) {
    array->release(array->data, array->length, array->argument);
    delete array;
  }

  const std::thread::id thread_ = std::this_thread::get_id();
  std::mutex mutex_;
  std::vector<Array*> left_;
};

#define TF_NewTensor SharedArrays::ofThread().share
