# What --version prints: the project's version and, in a clone, the commit.
#
# Link loadtriage_version and include "version.h". The header is looked after at every
# build and written only when it changes.
set(version_folder ${PROJECT_BINARY_DIR}/generated)
set(write_version
    ${CMAKE_COMMAND} -D source=${PROJECT_SOURCE_DIR} -D version=${PROJECT_VERSION}
    -D template=${CMAKE_CURRENT_LIST_DIR}/version.h.in -D header=${version_folder}/version.h
    -P ${CMAKE_CURRENT_LIST_DIR}/write_version.cmake)
execute_process(COMMAND ${write_version} COMMAND_ERROR_IS_FATAL ANY)
add_custom_target(write_version COMMAND ${write_version} BYPRODUCTS ${version_folder}/version.h
                  COMMENT "Looking up the version")

add_library(loadtriage_version INTERFACE)
target_include_directories(loadtriage_version INTERFACE ${version_folder})
add_dependencies(loadtriage_version write_version)
