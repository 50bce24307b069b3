// Code between BEGIN_TARGET and END_TARGET may use instruction sets that not every processor has.
#pragma once

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

inline bool has_avx512() { return __builtin_cpu_supports("avx512dq"); }
