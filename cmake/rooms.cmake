# A room is a folder of src/ and a static library of the same name. It is told which
# rooms it may use; the linker and .ci/check-includes hold it to that.
#
#   add_room(formats USES input model base NEEDS fmt::fmt)
#
# NEEDS names libraries of others that only this room sees.
# The library may be used as soon as the folder holds a source file.
function(add_room name)
  cmake_parse_arguments(ROOM "" "" "USES;NEEDS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  if(NOT sources)
    add_library(${name} INTERFACE)
    return()
  endif()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ROOM_USES} PRIVATE ${ROOM_NEEDS} loadtriage_developer)
endfunction()
