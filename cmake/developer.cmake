# Strict warnings and sanitizers for those who change the program. They hang on one
# target that every room links, and are off unless asked for, so that someone who only
# builds the tool never meets them. The presets dev, clang and tidy ask for them.
option(LOADTRIAGE_DEVELOPER "Warn strictly and treat warnings as errors" OFF)
set(LOADTRIAGE_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize= takes them")

add_library(loadtriage_developer INTERFACE)

if(LOADTRIAGE_DEVELOPER)
  target_compile_options(loadtriage_developer INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
  find_program(ccache ccache)
  if(ccache AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${ccache})
  endif()
endif()

if(LOADTRIAGE_SANITIZE)
  # GCC guesses wrongly about uninitialised values in instrumented code.
  target_compile_options(loadtriage_developer INTERFACE -fsanitize=${LOADTRIAGE_SANITIZE} -fno-sanitize-recover=all
                                                        -fno-omit-frame-pointer
                                                        $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(loadtriage_developer INTERFACE -fsanitize=${LOADTRIAGE_SANITIZE})
endif()
