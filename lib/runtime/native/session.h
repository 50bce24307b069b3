// How the addon opens sessions; the set-up includes this file in the addon's own source.
#pragma once

#include <algorithm>
#include <cstring>

#include "tensorflow/c/c_api.h"

// Opens a session as the graph's tags say. `train`: without Grappler, TensorFlow's optimizer of graphs, which takes a third of
// the time until a small network is trained; steps are no faster with it, predictions are. `parts`: each of TensorFlow's
// ops runs on one thread, since the graph's parts run side by side.
static TF_Session* load_session(TF_SessionOptions* options, const TF_Buffer* run_options, const char* folder,
                                const char* const* tags, int tags_count, TF_Graph* graph, TF_Buffer* meta_graph,
                                TF_Status* status) {
  // ConfigProto { graph_options { rewrite_options { disable_meta_optimizer: true } } intra_op_parallelism_threads: 1 }
  static const unsigned char config[] = {0x52, 5, 0x52, 3, 0x98, 1, 1, 0x10, 1};
  constexpr size_t GRAPH_OPTIONS = 7;
  const auto has = [&](const char* tag) {
    return std::any_of(tags, tags + tags_count, [&](const char* given) { return std::strcmp(given, tag) == 0; });
  };
  const size_t start = has("train") ? 0 : GRAPH_OPTIONS, end = has("parts") ? sizeof config : GRAPH_OPTIONS;
  if (start < end) TF_SetConfig(options, config + start, end - start, status);
  return TF_LoadSessionFromSavedModel(options, run_options, folder, tags, tags_count, graph, meta_graph, status);
}
#define TF_LoadSessionFromSavedModel load_session
