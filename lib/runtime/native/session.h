// How the addon opens sessions; the set-up includes this file in the addon's own source.
#pragma once

#include <cstring>

#include "tensorflow/c/c_api.h"

// Opens a session for a training graph, whose tag is `train`, without Grappler, TensorFlow's optimizer of graphs. It takes
// a third of the time until a small network is trained, and steps are no faster with it. Predictions are.
static TF_Session* load_session(TF_SessionOptions* options, const TF_Buffer* run_options, const char* folder,
                                const char* const* tags, int tags_count, TF_Graph* graph, TF_Buffer* meta_graph,
                                TF_Status* status) {
  // ConfigProto { graph_options { rewrite_options { disable_meta_optimizer: true } } }
  static const unsigned char without_grappler[] = {0x52, 5, 0x52, 3, 0x98, 1, 1};
  if (tags_count == 1 && std::strcmp(tags[0], "train") == 0)
    TF_SetConfig(options, without_grappler, sizeof without_grappler, status);
  return TF_LoadSessionFromSavedModel(options, run_options, folder, tags, tags_count, graph, meta_graph, status);
}
#define TF_LoadSessionFromSavedModel load_session
