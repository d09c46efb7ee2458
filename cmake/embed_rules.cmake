# What is known travels inside the program: the rules, packed into one file that needs no
# parser, and the patterns of their signatures, compiled.

# embed_file(LIBRARY FILE NAMESPACE FUNCTION HEADER): a library with the function that
# HEADER declares, which gives FILE.
function(embed_file EMBED_LIBRARY EMBED_FILE EMBED_NAMESPACE EMBED_FUNCTION EMBED_HEADER)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${EMBED_LIBRARY}.cpp)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/embedded_file.cpp.in ${source} @ONLY)
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${EMBED_FILE})
  add_library(${EMBED_LIBRARY} STATIC ${source})
  target_include_directories(${EMBED_LIBRARY} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  # Holds a file that the compiler does not see: a compiler cache must not answer for it.
  set_target_properties(${EMBED_LIBRARY} PROPERTIES CXX_COMPILER_LAUNCHER "")
endfunction()

# A new rule file is picked up by the glob.
file(GLOB_RECURSE rule_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/rules/*.yaml)
list(SORT rule_files)

add_executable(pack_rules ${PROJECT_SOURCE_DIR}/tools/pack_rules.cpp)
target_link_libraries(pack_rules PRIVATE rules loadtriage_developer)
set(rules_pack ${CMAKE_CURRENT_BINARY_DIR}/rules.pack)
set(judging_pack ${CMAKE_CURRENT_BINARY_DIR}/judging.pack)
add_custom_command(
  OUTPUT ${rules_pack} ${judging_pack}
  COMMAND pack_rules ${rules_pack} ${judging_pack} ${PROJECT_SOURCE_DIR} ${rule_files}
  DEPENDS pack_rules ${rule_files}
  COMMENT "Packing the rules")
embed_file(embedded_rules ${rules_pack} knowledge embedded_pack knowledge/embedded.h)
embed_file(embedded_judging_rules ${judging_pack} knowledge embedded_judging_pack knowledge/embedded.h)

# The compiler of the patterns is made of the same code that would compile them at start.
add_executable(compile_patterns ${PROJECT_SOURCE_DIR}/tools/compile_patterns.cpp)
target_link_libraries(compile_patterns PRIVATE knowledge embedded_rules embedded_judging_rules loadtriage_developer)
set(patterns_file ${CMAKE_CURRENT_BINARY_DIR}/rules.patterns)
add_custom_command(
  OUTPUT ${patterns_file}
  COMMAND compile_patterns ${patterns_file}
  DEPENDS compile_patterns ${rules_pack}
  COMMENT "Compiling the patterns of the signatures")
embed_file(embedded_patterns ${patterns_file} knowledge embedded_patterns knowledge/compiled_patterns.h)
