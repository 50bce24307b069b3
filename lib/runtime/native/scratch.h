// Memory that is reused by the next call: fresh pages would cost more time than what is computed in them.
#pragma once

#include <cstdlib>

template <typename T = float>
class Scratch {
 public:
  // Null if there is no memory.
  T* of(size_t count) {
    if (count > size_) {
      std::free(data_);
      data_ = static_cast<T*>(std::aligned_alloc(64, padded64(count * sizeof(T))));
      size_ = data_ == nullptr ? 0 : count;
    }
    return data_;
  }

 private:
  static size_t padded64(size_t bytes) { return (bytes + 63) / 64 * 64; }
  T* data_ = nullptr;
  size_t size_ = 0;
};
