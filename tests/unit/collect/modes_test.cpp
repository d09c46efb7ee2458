#include "collect/logs/modes.h"

#include <doctest/doctest.h>

using loadtriage::collect::same_mode;

TEST_CASE("modes: the peer and words without weight make no difference") {
  CHECK(same_mode("edge.upstream-refused", "dep.refused-unnamed"));
  CHECK(same_mode("edge.no-local-port", "app.no-local-port"));
  CHECK_FALSE(same_mode("app.boot-error", "app.config-missing"));
  CHECK_FALSE(same_mode("edge.no-healthy-upstream", "edge.upstream-refused"));
}

TEST_CASE("modes: noise is noise in every mode") { CHECK(same_mode("noise.client-gone", "dep.timeout")); }
