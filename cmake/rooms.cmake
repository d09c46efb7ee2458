# A room is a folder of src/ and a static library of the same name. It is told which
# rooms it may use; the linker and .ci/check-includes hold it to that.
#
#   add_room(formats USES input model base NEEDS fmt::fmt)
#
# NEEDS names libraries of others that only this room sees. Files (or globs) named with ALONE are
# never compiled together with others.
# The library may be used as soon as the folder holds a source file.
#
# Reading the headers of the standard library takes longer than most of our files do, so
# a room is compiled in batches of files. Names in unnamed namespaces must therefore differ
# within a room. Presets for those who change the program switch this off: there a change
# should cost one file.
option(LOADTRIAGE_BATCHES "Compile the files of a room in batches" ON)

function(add_room name)
  cmake_parse_arguments(ROOM "" "" "USES;NEEDS;ALONE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  if(NOT sources)
    add_library(${name} INTERFACE)
    return()
  endif()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ROOM_USES} PRIVATE ${ROOM_NEEDS} loadtriage_developer)
  list(LENGTH sources count)
  if(count GREATER 1)
    set_target_properties(${name} PROPERTIES UNITY_BUILD ${LOADTRIAGE_BATCHES} UNITY_BUILD_BATCH_SIZE 8)
  endif()
  if(ROOM_ALONE)
    list(TRANSFORM ROOM_ALONE PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/${name}/)
    file(GLOB alone CONFIGURE_DEPENDS ${ROOM_ALONE})
    set_source_files_properties(${alone} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
endfunction()
