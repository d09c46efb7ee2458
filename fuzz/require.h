// A property that must hold for every input; assert() is not there in every build.
#pragma once
#include <cstdio>
#include <cstdlib>

#define LOADTRIAGE_REQUIRE(holds)                                                      \
  do {                                                                                 \
    if (!(holds)) {                                                                    \
      std::fprintf(stderr, "%s:%d: this must hold: %s\n", __FILE__, __LINE__, #holds); \
      std::abort();                                                                    \
    }                                                                                  \
  } while (false)
