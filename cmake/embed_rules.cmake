# rules/**/*.yaml, packed into one file and linked in as the library `embedded_rules`,
# which gives rules::embedded_pack(). A new rule file is picked up by the glob.
file(GLOB_RECURSE rule_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/rules/*.yaml)
list(SORT rule_files)

add_executable(pack_rules ${PROJECT_SOURCE_DIR}/tools/pack_rules.cpp)
target_link_libraries(pack_rules PRIVATE rules loadtriage_developer)

set(rules_pack ${CMAKE_CURRENT_BINARY_DIR}/rules.pack)
add_custom_command(
  OUTPUT ${rules_pack}
  COMMAND pack_rules ${rules_pack} ${PROJECT_SOURCE_DIR} ${rule_files}
  DEPENDS pack_rules ${rule_files}
  COMMENT "Packing the rules")

set(embedded_rules_source ${CMAKE_CURRENT_BINARY_DIR}/embedded_rules.cpp)
configure_file(${PROJECT_SOURCE_DIR}/cmake/embedded_rules.cpp.in ${embedded_rules_source} @ONLY)
set_source_files_properties(${embedded_rules_source} PROPERTIES OBJECT_DEPENDS ${rules_pack})
add_library(embedded_rules STATIC ${embedded_rules_source})
target_include_directories(embedded_rules PUBLIC ${PROJECT_SOURCE_DIR}/src)
# Holds a file that the compiler does not see: a compiler cache must not answer for it.
set_target_properties(embedded_rules PROPERTIES CXX_COMPILER_LAUNCHER "")
