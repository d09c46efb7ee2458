# What makes a fault harder to use, in the program that people run: it reads files of strangers.
# Position-independent code, a stack protector, checked library calls, control-flow protection
# where the compiler has it, and relocations that are read-only before main() begins.
#
# On for Release without sanitizers, which have their own means; .ci/check-hardening looks at the
# result.
set(harden_by_default OFF)
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT LOADTRIAGE_SANITIZE)
  set(harden_by_default ON)
endif()
option(LOADTRIAGE_HARDEN "Build with hardening" ${harden_by_default})

if(LOADTRIAGE_HARDEN)
  include(CheckCXXCompilerFlag)
  include(CheckPIESupported)
  check_pie_supported()
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
  foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection)
    string(MAKE_C_IDENTIFIER "has${flag}" known)
    check_cxx_compiler_flag(${flag} ${known})
    if(${known})
      add_compile_options(${flag})
    endif()
  endforeach()
  # A distribution may have set a level of its own.
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
  add_link_options(-Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
endif()
