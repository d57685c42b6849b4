# What `cmake --install` puts where, and the Debian package of it. The manual and the completions are written by the program
# itself, so they say what it does; third-party notices by packaging/third_party.mjs, from what is linked.
include(GNUInstallDirs)
set(TEXTS ${CMAKE_BINARY_DIR}/texts)
set(TEXT_FILES ${TEXTS}/unsoap.1 ${TEXTS}/unsoap.bash ${TEXTS}/_unsoap ${TEXTS}/unsoap.fish ${TEXTS}/unsoap.ps1)
# Each has a manual page of its own; tests/cli_flags_test.cc holds the list against the program's.
set(COMMANDS baseline config convert diff doctor errata explain files fleet generate help init languages lsp mcp merge plan rules scan timeline version)
foreach(NAME ${COMMANDS})
  list(APPEND MAN_FILES ${TEXTS}/unsoap-${NAME}.1)
  list(APPEND WRITE_MAN COMMAND unsoap generate man ${NAME} > ${TEXTS}/unsoap-${NAME}.1)
endforeach()
list(APPEND TEXT_FILES ${MAN_FILES})
add_custom_command(OUTPUT ${TEXT_FILES}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${TEXTS}
  COMMAND unsoap generate man > ${TEXTS}/unsoap.1
  ${WRITE_MAN}
  COMMAND unsoap generate complete-bash > ${TEXTS}/unsoap.bash
  COMMAND unsoap generate complete-zsh > ${TEXTS}/_unsoap
  COMMAND unsoap generate complete-fish > ${TEXTS}/unsoap.fish
  COMMAND unsoap generate complete-powershell > ${TEXTS}/unsoap.ps1
  DEPENDS unsoap COMMENT "Writing the manual and the completions" VERBATIM)
find_program(NODE NAMES node nodejs)
set(NOTICES ${TEXTS}/THIRD-PARTY.txt ${TEXTS}/sbom.spdx.json)
add_custom_command(OUTPUT ${NOTICES}
  COMMAND ${NODE} ${CMAKE_SOURCE_DIR}/packaging/third_party.mjs ${CMAKE_BINARY_DIR} ${PROJECT_VERSION} ${TEXTS}
  DEPENDS unsoap ${CMAKE_SOURCE_DIR}/packaging/third_party.mjs ${CMAKE_SOURCE_DIR}/package-lock.json
  COMMENT "Writing what is linked and under which licence" VERBATIM)
add_custom_target(unsoap_texts ALL DEPENDS ${TEXT_FILES} ${NOTICES})

install(TARGETS unsoap RUNTIME)
if(TARGET unsoap-clang)
  install(TARGETS unsoap-clang RUNTIME)
endif()
install(FILES ${TEXTS}/unsoap.1 ${MAN_FILES} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${TEXTS}/unsoap.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME unsoap)
install(FILES ${TEXTS}/_unsoap DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${TEXTS}/unsoap.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES ${TEXTS}/unsoap.ps1 DESTINATION ${CMAKE_INSTALL_DATADIR}/unsoap)
install(FILES LICENSE README.md ${NOTICES} DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY rules docs/schema DESTINATION ${CMAKE_INSTALL_DATADIR}/unsoap)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME unsoap)
set(CPACK_PACKAGE_CONTACT "the unsoap authors <unsoap@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "finds what still depends on a retired SOAP API, with the REST replacement")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES OFF)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
# The program needs nothing; the helper beside it does nothing where it finds no libclang.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libclang1")
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE "")
include(CPack)
