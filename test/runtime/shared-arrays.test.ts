import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../lib/core/files';
import { systemCompilers } from '../../scripts/setup/compiler.mjs';
import { temporaryFolder } from '../data/tables';

/** Frees one tensor on another thread and one on its own, and prints how many arrays had been released after each. */
const PROGRAM = `
#include <cstdio>
#include "shared-arrays.h"

static int released = 0, elsewhere = 0;
static const std::thread::id own = std::this_thread::get_id();
static void release(void*, size_t, void*) {
  released++;
  elsewhere += std::this_thread::get_id() != own;
}

int main() {
  alignas(64) static float values[16];
  const int64_t shape[] = {16};
  const auto share = [&] { return TF_NewTensor(TF_FLOAT, shape, 1, values, sizeof values, release, nullptr); };
  TF_Tensor* const tensor = share();
  std::thread([&] { TF_DeleteTensor(tensor); }).join();
  const int before = released;
  TF_Tensor* const next = share();
  const int after = released;
  TF_DeleteTensor(next);
  std::printf("%d %d %d, elsewhere %d", before, after, released, elsewhere);
}
`;

const [compiler] = systemCompilers();

test('an array is released on the thread that shared it, whichever thread frees its tensor', {
  skip: !compiler && 'needs a C++ compiler on the PATH',
}, (t) => {
  const folder = temporaryFolder(t);
  const [source, program] = ['program.cc', 'program'].map((name) => join(folder, name));
  writeFileSync(source, PROGRAM);
  const tensorflow = join(ROOT, '.venv', 'tensorflow', 'tensorflow');
  const include = [join(ROOT, 'lib', 'runtime', 'native'), join(tensorflow, 'include')].map((each) => `-I${each}`);
  const libraries = ['framework', 'cc'].map((name) => join(tensorflow, `libtensorflow_${name}.so.2`));
  const args = ['-std=c++17', '-pthread', ...include, source, ...libraries, `-Wl,-rpath,${tensorflow}`, '-o', program];
  const compiled = spawnSync(compiler, args, { encoding: 'utf8' });
  assert.equal(compiled.status, 0, compiled.stderr);
  assert.equal(spawnSync(program, { encoding: 'utf8' }).stdout, '0 1 2, elsewhere 0');
});
