#include "formats/settings/config_file.h"

#include <doctest/doctest.h>

using namespace loadtriage::formats;

TEST_CASE("configuration: settings that limit something are recognised") {
  CHECK(recognises_config("max_connections = 100\nshared_buffers = 128MB\nport = 5432\n") > 0.9);
}

TEST_CASE("configuration: what kubectl describe prints of a pod tells what happened, and is none") {
  CHECK(recognises_config("Name:             orders-7d9c5b8f6-x2k4q\n"
                          "Namespace:        shop\n"
                          "Status:           Running\n"
                          "    Last State:     Terminated\n"
                          "      Reason:       OOMKilled\n"
                          "    Limits:\n"
                          "      memory:  256Mi\n") == 0);
}
