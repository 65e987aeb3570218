# All third-party libraries are found here, once; each room links, privately, those that it alone needs.
# What each is for stands in docs/dependencies.md.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

# cpp-httplib is a shared library compiled with options that change the layout of its classes, so a program that
# is compiled without the flags in its .pc file aborts at run time.
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET GLOBAL cpp-httplib)

pkg_check_modules(archive REQUIRED IMPORTED_TARGET GLOBAL libarchive)
pkg_check_modules(cli11 REQUIRED IMPORTED_TARGET GLOBAL CLI11)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET GLOBAL icu-uc icu-i18n)
pkg_check_modules(json REQUIRED IMPORTED_TARGET GLOBAL nlohmann_json)
pkg_check_modules(magic REQUIRED IMPORTED_TARGET GLOBAL libmagic)
pkg_check_modules(openssl REQUIRED IMPORTED_TARGET GLOBAL openssl)
pkg_check_modules(prometheus REQUIRED IMPORTED_TARGET GLOBAL prometheus-cpp-core)
pkg_check_modules(pugixml REQUIRED IMPORTED_TARGET GLOBAL pugixml)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET GLOBAL libsodium)
pkg_check_modules(spdlog REQUIRED IMPORTED_TARGET GLOBAL spdlog)
pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET GLOBAL sqlite3)
pkg_check_modules(toml REQUIRED IMPORTED_TARGET GLOBAL tomlplusplus)

# Boost has no .pc files. Asio and Beast are headers only.
find_package(Boost 1.81 REQUIRED)

if(PLAINT_TESTS)
    pkg_check_modules(catch2 REQUIRED IMPORTED_TARGET GLOBAL catch2)
endif()
pkg_check_modules(benchmark QUIET IMPORTED_TARGET GLOBAL benchmark)

# Debian's package is a static library without a .pc file.
find_path(CADICAL_INCLUDE cadical.hpp REQUIRED)
find_library(CADICAL_LIBRARY cadical REQUIRED)
add_library(cadical UNKNOWN IMPORTED GLOBAL)
set_target_properties(cadical PROPERTIES
    IMPORTED_LOCATION "${CADICAL_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${CADICAL_INCLUDE}")

# Debian's package has no .pc file. A sanitizer brings an allocator of its own.
if(NOT PLAINT_SANITIZE)
    find_package(mimalloc 2.0 CONFIG REQUIRED)
endif()
