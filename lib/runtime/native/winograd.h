// 3×3 convolutions of float32 images (NHWC, stride 1, zero padding to the same size) by Winograd's minimal filtering
// F(5×5, 3×3), nested (Lavin & Gray 2016, arXiv 1509.09308, section 4). A tile of 25 pixels takes 49 products instead of
// 225. Tiles are transformed and multiplied in groups that stay in the processor's cache. Results do not depend on the
// number of threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

#include <immintrin.h>

#include "epilogue.h"
#include "parallel.h"
#include "scratch.h"
#include "target.h"
#include "vectors.h"

namespace {

using batch_norm::Epilogue;

constexpr int TILE = 5;  // output pixels along a tile's side: divides 40, 20, 10 and 5
constexpr int KERNEL = 3;
constexpr int PRODUCTS = TILE + KERNEL - 1;
constexpr int POSITIONS = PRODUCTS * PRODUCTS;
// Evaluation points besides infinity: the set with the least rounding error of those tried.
constexpr double POINTS[PRODUCTS - 1] = {0, 1, -1, 0.5, -2, 2};

struct Matrix {
  float at[PRODUCTS][PRODUCTS];
};

constexpr double power(double base, int exponent) { return exponent == 0 ? 1 : base * power(base, exponent - 1); }

// A polynomial's values at the points and at infinity, for `length` coefficients; `scaled` by Lagrange's denominators.
constexpr Matrix values(int length, bool scaled) {
  Matrix matrix = {};
  for (int i = 0; i < PRODUCTS - 1; i++) {
    double scale = 1;
    for (int k = 0; scaled && k < PRODUCTS - 1; k++)
      if (k != i) scale *= POINTS[i] - POINTS[k];
    for (int k = 0; k < length; k++) matrix.at[i][k] = static_cast<float>(power(POINTS[i], k) / scale);
  }
  matrix.at[PRODUCTS - 1][length - 1] = 1;
  return matrix;
}

// Row i has the coefficients of the polynomial whose roots are the other points; the last row's roots are all points.
constexpr Matrix interpolation() {
  Matrix matrix = {};
  for (int i = 0; i < PRODUCTS; i++) {
    double product[PRODUCTS] = {1};
    for (int root = 0; root < PRODUCTS - 1; root++)
      if (root != i)
        for (int k = PRODUCTS - 1; k >= 0; k--) product[k] = (k > 0 ? product[k - 1] : 0) - POINTS[root] * product[k];
    for (int k = 0; k < PRODUCTS; k++) matrix.at[i][k] = static_cast<float>(product[k]);
  }
  return matrix;
}

constexpr Matrix transposed(const Matrix& matrix) {
  Matrix other = {};
  for (int i = 0; i < PRODUCTS; i++)
    for (int k = 0; k < PRODUCTS; k++) other.at[k][i] = matrix.at[i][k];
  return other;
}

constexpr Matrix INPUT = interpolation();                  // the paper's Bᵀ
constexpr Matrix FILTER = values(KERNEL, true);            // G
constexpr Matrix OUTPUT = values(TILE, false);             // A
constexpr Matrix FILTER_TRANSPOSED = transposed(FILTER);
constexpr Matrix OUTPUT_TRANSPOSED = transposed(OUTPUT);

struct Image {
  int images, height, width, channels;
  int rows() const { return (height + TILE - 1) / TILE; }
  int columns() const { return (width + TILE - 1) / TILE; }
  int tiles() const { return images * rows() * columns(); }
};

// A tile and `margin` pixels around it; those for which has(row, column) are in the image.
struct Window {
  ptrdiff_t first, row, column, next;  // floats from the image's start, and to the next row, column and tile
  int top, bottom, left, right;
  ptrdiff_t at(int i, int j) const { return first + i * row + j * column; }
  bool has(int i, int j) const { return i >= top && i < bottom && j >= left && j < right; }
};

inline Window window_of(const Image& image, int tile, int margin) {
  const int each = image.rows() * image.columns();
  const ptrdiff_t column = image.channels, row = image.width * column;
  const auto top = [&](int t) { return t % each / image.columns() * TILE - margin; };
  const auto left = [&](int t) { return t % image.columns() * TILE - margin; };
  const auto first = [&](int t) {
    return (t / each * static_cast<ptrdiff_t>(image.height) + top(t)) * row + left(t) * column;
  };
  return {first(tile), row, column, first(tile + 1) - first(tile),
          -top(tile), image.height - top(tile), -left(tile), image.width - left(tile)};
}

inline int padded(int size, int multiple) { return (size + multiple - 1) / multiple * multiple; }

// Floats between two of the 49 positions; the addition keeps them from competing for the same lines of the cache.
inline size_t stride_of(int count, int channels) { return static_cast<size_t>(count) * channels + 16; }

}  // namespace

#define LOOPS "winograd-tiles.inc"
#include "both-widths.inc"

namespace {

// The functions for one instruction set.
struct Kernels {
  int panel;
  decltype(&avx2::input_tile) input;
  decltype(&avx2::gradient_tile) gradient;
  decltype(&avx2::output_tile) output;
  decltype(&avx2::filter_panel) filter;
  decltype(&avx2::filter_gradient) filter_gradient;
  decltype(&avx2::product) product;
};

#define KERNELS(NAME) \
  {NAME::PANEL, NAME::input_tile, NAME::gradient_tile, NAME::output_tile, NAME::filter_panel, NAME::filter_gradient, NAME::product}

const Kernels& kernels() {
  static const Kernels chosen = has_avx512() ? Kernels KERNELS(avx512) : Kernels KERNELS(avx2);
  return chosen;
}

Scratch<> u_scratch, v_scratch, m_scratch;
thread_local Scratch<> own_v, own_m;

// Neighbouring tiles that one core transforms, so that it fetches the next one in time. Products take 6 or 12 at a time.
constexpr int BLOCK = 12;

// Tiles that all cores multiply at once: V and M take 8 MB, which a cache holds, but at least 72 tiles share each U.
int group_of(int tiles, int channels, int filters) {
  const int fit = (8 << 20) / (POSITIONS * 4 * (channels + filters));
  return std::min(tiles, std::max(6 * BLOCK, fit / BLOCK * BLOCK));
}

// Runs a function for each tile of a group.
template <typename Body>
void each_tile(int count, Body body) {
  parallel((count + BLOCK - 1) / BLOCK, [&](int block) {
    for (int i = block * BLOCK; i < std::min(count, (block + 1) * BLOCK); i++) body(i);
  });
}

// Tiles that one core takes through all three stages, if there are enough for every core.
constexpr int ALONE = 48;
constexpr int MANY = 16 * ALONE;

// A convolution of images with a filter: its shapes, and memory that each thread or all of them share.
struct Convolution {
  const Image in, out;
  const Kernels& run = kernels();
  const int channels = in.channels;
  const int panels = padded(out.channels, run.panel) / run.panel;
  const int width = panels * run.panel;  // filters, with those that fill the last panel
  const int tiles = in.tiles();
  const int group = group_of(tiles, channels, out.channels);

  Convolution(const Image& in, int filters) : in(in), out{in.images, in.height, in.width, filters} {}

  size_t size_of_u() const { return static_cast<size_t>(channels) * width; }  // at one of the positions
  float* u() const { return u_scratch.of(POSITIONS * size_of_u()); }
  float* v(Scratch<>& scratch, int count) const { return scratch.of(POSITIONS * stride_of(count, channels)); }
  float* m(Scratch<>& scratch, int count) const { return scratch.of(POSITIONS * stride_of(count, width)); }
};

// The products of `count` tiles at one position.
void multiply(const Convolution& of, const float* u, int position, int count, const float* v, float* m) {
  const float* a = v + position * stride_of(count, of.channels);
  const float* b = u + position * of.size_of_u();
  float* to = m + position * stride_of(count, of.width);
  for (int column = 0; column < of.width; column += of.run.panel)
    of.run.product(a, of.channels, 1, b + static_cast<size_t>(column) * of.channels, count, of.channels, to + column,
                   of.width, false);
}

// y = convolution of x, or with `gradient` the gradient of a convolution's input.
bool convolve(const float* x, const Image& in, const float* w, int filters, bool gradient, const Epilogue& epilogue, float* y) {
  const Convolution of(in, filters);
  const auto input = [&](int first, int i, int count, float* v) { of.run.input(x, of.in, first + i, i, count, v); };
  const auto output = [&](int first, int i, int count, float* m) {
    of.run.output(m, of.out, first + i, i, count, epilogue, y);
  };
  float* u = of.u();
  if (!u) return false;
  parallel(of.panels, [&](int panel) { of.run.filter(w, of.channels, filters, gradient, panel, u); });
  if (of.tiles >= MANY) {
    std::atomic<bool> failed{false};
    parallel((of.tiles + ALONE - 1) / ALONE, [&](int part) {
      const int first = part * ALONE, count = std::min(ALONE, of.tiles - first);
      float *v = of.v(own_v, ALONE), *m = of.m(own_m, ALONE);
      if (!v || !m) {
        failed = true;
        return;
      }
      for (int i = 0; i < count; i++) input(first, i, count, v);
      for (int position = 0; position < POSITIONS; position++) multiply(of, u, position, count, v, m);
      for (int i = 0; i < count; i++) output(first, i, count, m);
    });
    return !failed;
  }
  float *v = of.v(v_scratch, of.group), *m = of.m(m_scratch, of.group);
  if (!v || !m) return false;
  for (int first = 0; first < of.tiles; first += of.group) {
    const int count = std::min(of.group, of.tiles - first);
    each_tile(count, [&](int i) { input(first, i, count, v); });
    parallel(POSITIONS, [&](int position) { multiply(of, u, position, count, v, m); });
    each_tile(count, [&](int i) { output(first, i, count, m); });
  }
  return true;
}

// dw = gradient of the filter.
bool differentiate(const float* x, const Image& in, const float* dy, int filters, float* dw) {
  const Convolution of(in, filters);
  float *du = of.u(), *v = of.v(v_scratch, of.group), *dm = of.m(m_scratch, of.group);
  if (!du || !v || !dm) return false;
  for (int first = 0; first < of.tiles; first += of.group) {
    const int count = std::min(of.group, of.tiles - first);
    each_tile(count, [&](int i) {
      of.run.input(x, of.in, first + i, i, count, v);
      of.run.gradient(dy, of.out, first + i, i, count, dm);
    });
    parallel(POSITIONS, [&](int position) {
      const float* a = v + position * stride_of(count, of.channels);
      const float* b = dm + position * stride_of(count, of.width);
      for (int column = 0; column < of.width; column += of.run.panel)
        of.run.product(a, 1, of.channels, b + static_cast<size_t>(column) * count, of.channels, count,
                       du + position * of.size_of_u() + column, of.width, first > 0);
    });
  }
  parallel(of.channels, [&](int channel) { of.run.filter_gradient(du, of.channels, filters, channel, dw); });
  return true;
}

}  // namespace
