// Runs a function for each index of a range on all cores.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <thread>

#include <sched.h>

// The threads wait between calls and end with the process.
class Workers {
 public:
  static Workers& all() {
    static Workers* workers = new Workers(threads());  // never destroyed, since its threads never end
    return *workers;
  }

  int count() const { return others_ + 1; }

  void run(int count, const std::function<void(int)>& body) {
    const std::lock_guard<std::mutex> turn(turn_);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      body_ = &body;
      count_ = count;
      next_ = 0;
      round_++;
      is_open_ = true;
    }
    if (others_ > 0) start_.notify_all();
    work();
    // Threads that have not woken up yet would find no work: do not wait for them.
    std::unique_lock<std::mutex> lock(mutex_);
    is_open_ = false;
    done_.wait(lock, [this] { return active_ == 0; });
  }

 private:
  explicit Workers(int threads) : others_(threads - 1) {
    for (int i = 0; i < others_; i++)
      std::thread([this] {
        for (unsigned seen = 0;;) {
          {
            std::unique_lock<std::mutex> lock(mutex_);
            start_.wait(lock, [&] { return is_open_ && round_ != seen; });
            seen = round_;
            active_++;
          }
          work();
          const std::lock_guard<std::mutex> lock(mutex_);
          if (--active_ == 0) done_.notify_one();
        }
      }).detach();
  }

  void work() {
    for (int i = next_++; i < count_; i = next_++) (*body_)(i);
  }

  // As TensorFlow does: what the variable says, or the cores that the process may use.
  static int threads() {
    const char* given = std::getenv("TF_NUM_INTRAOP_THREADS");
    if (given != nullptr && std::atoi(given) > 0) return std::atoi(given);
    cpu_set_t cores;
    return sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 1;
  }

  const int others_;
  std::mutex turn_, mutex_;
  std::condition_variable start_, done_;
  const std::function<void(int)>* body_ = nullptr;
  std::atomic<int> next_{0};
  int count_ = 0, active_ = 0;
  unsigned round_ = 0;
  bool is_open_ = false;
};

inline void parallel(int count, const std::function<void(int)>& body) {
  if (count == 1) body(0);
  else Workers::all().run(count, body);
}

// Runs a function for [begin, end) of each part of a range on all cores.
template <typename Body>
void parallel_parts(int64_t size, int64_t part, Body body) {
  parallel(static_cast<int>((size + part - 1) / part), [&](int i) { body(i * part, std::min(size, (i + 1) * part)); });
}
