# UNSOAP_STATIC: the program without libraries of the system, and its grammars with packed tables.
add_executable(unsoap_pack cmake/static/pack.cc $<TARGET_OBJECTS:unsoap_data>)
target_include_directories(unsoap_pack PRIVATE ${TS_ROOT}/src ${CMAKE_BINARY_DIR}/generated)
target_link_libraries(unsoap_pack PRIVATE unsoap_core)
add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/generated/packed_grammars.cc
  COMMAND unsoap_pack ${CMAKE_BINARY_DIR}/generated/packed_grammars.cc DEPENDS unsoap_pack COMMENT "Packing the grammars' tables")
target_sources(unsoap PRIVATE cmake/static/unpack.cc ${CMAKE_BINARY_DIR}/generated/packed_grammars.cc)
target_include_directories(unsoap PRIVATE ${TS_ROOT}/src)
# Their scanners come from the library of whole grammars; its parsers are not asked for.
foreach(SYMBOL ${GRAMMAR_SYMBOLS})
  set(DIR ${GRAMMAR_DIR_${SYMBOL}})
  set(BARE ${CMAKE_BINARY_DIR}/generated/${SYMBOL}_bare.c)
  add_custom_command(OUTPUT ${BARE}
    COMMAND sed -f ${CMAKE_SOURCE_DIR}/cmake/static/without_tables.sed ${DIR}/src/parser.c > ${BARE}
    DEPENDS ${DIR}/src/parser.c ${CMAKE_SOURCE_DIR}/cmake/static/without_tables.sed VERBATIM)
  add_library(bare_${SYMBOL} OBJECT ${BARE})
  target_compile_definitions(bare_${SYMBOL} PRIVATE ${SYMBOL}=${SYMBOL}_bare)
  target_compile_options(bare_${SYMBOL} PRIVATE -w -O1)
  target_include_directories(bare_${SYMBOL} PRIVATE ${DIR}/src)
  target_sources(unsoap PRIVATE $<TARGET_OBJECTS:bare_${SYMBOL}>)
endforeach()
target_link_options(unsoap PRIVATE -static-pie -Wl,--gc-sections -s)
target_sources(unsoap_embed PRIVATE cmake/static/no_data.cc)
