# Run as a script by version.cmake. Without git, or outside of a clone of this project,
# the version stands alone.
set(commit "")
if(EXISTS ${source}/.git)
  execute_process(COMMAND git --no-optional-locks -C ${source} describe --always --dirty --match v* OUTPUT_VARIABLE described
                  RESULT_VARIABLE failed OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT failed)
    set(commit " (${described})")
  endif()
endif()
configure_file(${template} ${header} @ONLY)
