// Code between BEGIN_TARGET and END_TARGET may use instruction sets that not every processor has.
#pragma once
#include <cstdlib>
#include <string>

#define PRAGMA(text) _Pragma(#text)
#if defined(__clang__)
#define BEGIN_TARGET(sets) PRAGMA(clang attribute push(__attribute__((target(sets))), apply_to = function))
#define END_TARGET PRAGMA(clang attribute pop)
#else
#define BEGIN_TARGET(sets) PRAGMA(GCC push_options) PRAGMA(GCC target(sets))
#define END_TARGET PRAGMA(GCC pop_options)
#endif

#define AVX2 "avx2,fma"
#if defined(__clang__)
#define AVX512 "avx512f,avx512dq,avx512vl,fma"
#else
#define AVX512 "avx512f,avx512dq,avx512vl,fma,prefer-vector-width=512"
#endif

// Whether the environment lets oneDNN, and so these ops, use AVX-512.
inline bool is_avx512_allowed() {
  const char* given = std::getenv("ONEDNN_MAX_CPU_ISA");
  const std::string limit = given == nullptr ? "" : given;
  if (limit.empty() || limit == "ALL" || limit == "DEFAULT") return true;
  return limit.rfind("AVX512", 0) == 0 || limit.rfind("AVX10", 0) == 0;
}

inline bool has_avx512() {
  static const bool has = __builtin_cpu_supports("avx512dq") && is_avx512_allowed();
  return has;
}
