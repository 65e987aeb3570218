# The words in which the rooms describe themselves. Every CMakeLists.txt below the root uses only these and
# target_*() commands.

include_guard(GLOBAL)

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(PLAINT_CCACHE ccache)
if(PLAINT_CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER "${PLAINT_CCACHE}")
    set(CMAKE_CXX_COMPILER_LAUNCHER "${PLAINT_CCACHE}")
endif()

# Carries what every target of the project is compiled with.
add_library(plaint_options INTERFACE)
target_include_directories(plaint_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(plaint_options INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wshadow;-Wconversion;-Wnon-virtual-dtor;-Woverloaded-virtual;-Wformat=2;-Wimplicit-fallthrough>
    # Members that have defaults may be left out of an initialiser on purpose.
    $<$<COMPILE_LANGUAGE:CXX>:-Wno-missing-field-initializers>
    # Clang counts signedness under -Wconversion, GCC does not; the code follows GCC.
    $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-sign-conversion>
    # GCC 12 sees overlapping copies in plain std::string code when it optimises (GCC bug 105651).
    $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-restrict>
    $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<BOOL:${PLAINT_WERROR}>>:-Werror>)

if(PLAINT_SANITIZE)
    target_compile_options(plaint_options INTERFACE
        "$<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${PLAINT_SANITIZE};-fno-sanitize-recover=all>"
        # Instrumented code confuses the flow analysis of GCC 12: it warns inside the standard library.
        $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-maybe-uninitialized>
        # These look for what only casts and C can do, and double the time that clang needs.
        $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-fno-sanitize=function,object-size,vptr>)
    target_link_options(plaint_options INTERFACE "-fsanitize=${PLAINT_SANITIZE}")
endif()
if(PLAINT_FUZZ)
    target_compile_options(plaint_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fsanitize=fuzzer-no-link>)
    add_custom_target(fuzzers)
    file(WRITE "${CMAKE_BINARY_DIR}/fuzzers.txt" "")
endif()

# plaint_add_rooms(FOLDER...): adds each folder (patterns allowed) that has a CMakeLists.txt and was not already
# added by its parent. A folder that gains its CMakeLists.txt later is noticed by the next build.
function(plaint_add_rooms)
    foreach(pattern IN LISTS ARGN)
        file(GLOB lists CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${pattern}/CMakeLists.txt")
        foreach(list IN LISTS lists)
            cmake_path(GET list PARENT_PATH folder)
            plaint_known_folders("${CMAKE_SOURCE_DIR}" known)
            if(NOT folder IN_LIST known)
                add_subdirectory("${folder}")
            endif()
        endforeach()
    endforeach()
endfunction()

# Collects into OUT every folder that add_subdirectory() has entered below ROOT.
function(plaint_known_folders ROOT OUT)
    get_property(found DIRECTORY "${ROOT}" PROPERTY SUBDIRECTORIES)
    set(all ${found})
    foreach(folder IN LISTS found)
        plaint_known_folders("${folder}" below)
        list(APPEND all ${below})
    endforeach()
    set(${OUT} ${all} PARENT_SCOPE)
endfunction()

# plaint_add_library(NAME [SOURCES file...] [DEPENDS target...] [PRIVATE_LIBS target...])
# A room. DEPENDS are other rooms, visible to whoever links this one; PRIVATE_LIBS are third parties that no other
# room sees. Without sources the room is headers only.
function(plaint_add_library NAME)
    cmake_parse_arguments(PARSE_ARGV 1 room "" "" "SOURCES;DEPENDS;PRIVATE_LIBS")
    plaint_expect_no_rest("${NAME}" "${room_UNPARSED_ARGUMENTS}")
    plaint_existing(room_SOURCES ${NAME} ${room_SOURCES})
    if(room_SOURCES)
        add_library(${NAME} STATIC ${room_SOURCES})
        target_link_libraries(${NAME} PUBLIC ${room_DEPENDS} PRIVATE plaint_options ${room_PRIVATE_LIBS})
    else()
        add_library(${NAME} INTERFACE)
        target_link_libraries(${NAME} INTERFACE ${room_DEPENDS} ${room_PRIVATE_LIBS})
    endif()
endfunction()

# plaint_compile_apart(file...)
# Where several files are compiled as one, not these of this folder: they have a name of their own for themselves that a
# neighbour has too, or a class that all know has members of a type that is theirs alone.
function(plaint_compile_apart)
    set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# plaint_add_program(NAME SOURCES file... [LIBS target...] [LABELS one_thread])
# With that label the thread sanitizer, which runs no test of one thread, does not build it either.
function(plaint_add_program NAME)
    cmake_parse_arguments(PARSE_ARGV 1 program "" "" "SOURCES;LIBS;LABELS")
    plaint_expect_no_rest("${NAME}" "${program_UNPARSED_ARGUMENTS}")
    if(PLAINT_SANITIZE STREQUAL "thread" AND "one_thread" IN_LIST program_LABELS)
        return()
    endif()
    plaint_existing(program_SOURCES ${NAME} ${program_SOURCES})
    if(NOT program_SOURCES)
        return()
    endif()
    add_executable(${NAME} ${program_SOURCES})
    target_link_libraries(${NAME} PRIVATE plaint_options ${program_LIBS})
endfunction()

# plaint_add_test(NAME SOURCES file... [LIBS target...] [LABELS label...] [TIMEOUT seconds] [COST seconds] [SERIAL])
# One Catch2 program that is one ctest test. It runs in the root of the repository, with PLAINT_BINARY naming the
# built program. Label `slow` keeps it out of the everyday run, `browser` out of the sanitizers', `one_thread` out of the
# thread sanitizer's, which has nothing to see there, `plain` out of the address sanitizer's, which sees the same in
# shorter tests; SERIAL lets nothing run beside it. COST is about what it takes under a sanitizer, so that the longest
# begin first.
function(plaint_add_test NAME)
    cmake_parse_arguments(PARSE_ARGV 1 test "SERIAL" "TIMEOUT;COST" "SOURCES;LIBS;LABELS")
    plaint_expect_no_rest("${NAME}" "${test_UNPARSED_ARGUMENTS}")
    if(NOT PLAINT_TESTS OR (PLAINT_SANITIZE STREQUAL "thread" AND "one_thread" IN_LIST test_LABELS))
        return()
    endif()
    plaint_existing(test_SOURCES ${NAME} ${test_SOURCES})
    if(NOT test_SOURCES)
        return()
    endif()
    add_executable(${NAME} ${test_SOURCES})
    target_link_libraries(${NAME} PRIVATE plaint_test_main plaint_options ${test_LIBS})
    if(PLAINT_SANITIZE)
        # A short test is sooner done when it is compiled sooner. A long one is not: of a template that test and product
        # both use, the linker takes the test's copy.
        if(NOT test_COST)
            target_compile_options(${NAME} PRIVATE -O0)
        endif()
        # Its memory is not the program's own.
        target_compile_definitions(${NAME} PRIVATE PLAINT_SANITIZED)
    endif()
    add_test(NAME ${NAME} COMMAND ${NAME})
    plaint_test_properties(${NAME} "${test_TIMEOUT}" "${test_LABELS}" ${test_SERIAL})
    if(test_COST)
        set_tests_properties(${NAME} PROPERTIES COST ${test_COST})
    endif()
endfunction()

# plaint_add_command_test(NAME COMMAND word... [LABELS label...] [TIMEOUT seconds] [LOCK name | SERIAL])
# A ctest test that is any command: a shell script, a Node program. Beside one with a LOCK no other with the same runs, and
# beside a SERIAL one nothing.
function(plaint_add_command_test NAME)
    cmake_parse_arguments(PARSE_ARGV 1 test "SERIAL" "LOCK;TIMEOUT" "COMMAND;LABELS")
    plaint_expect_no_rest("${NAME}" "${test_UNPARSED_ARGUMENTS}")
    if(NOT PLAINT_TESTS)
        return()
    endif()
    add_test(NAME ${NAME} COMMAND ${test_COMMAND})
    plaint_test_properties(${NAME} "${test_TIMEOUT}" "${test_LABELS}" ${test_SERIAL})
    set_tests_properties(${NAME} PROPERTIES RESOURCE_LOCK "${test_LOCK}")
endfunction()

function(plaint_test_properties NAME TIMEOUT LABELS SERIAL)
    if(NOT TIMEOUT)
        set(TIMEOUT 120)
        if("slow" IN_LIST LABELS)
            set(TIMEOUT 900)
        endif()
    endif()
    # The longest begin first, or one of them is left to run alone at the end.
    if("slow" IN_LIST LABELS)
        set_tests_properties(${NAME} PROPERTIES COST 300)
    endif()
    # A sanitizer makes a program several times slower, and that is no fault of the program.
    if(PLAINT_SANITIZE)
        math(EXPR TIMEOUT "${TIMEOUT} * 10")
    endif()
    set_tests_properties(${NAME} PROPERTIES
        TIMEOUT ${TIMEOUT}
        RUN_SERIAL ${SERIAL}
        LABELS "${LABELS}"
        WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}"
        ENVIRONMENT "PLAINT_BINARY=${CMAKE_BINARY_DIR}/plaint;ASAN_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer-19")
endfunction()

# plaint_add_fuzzer(NAME SOURCES file... [LIBS target...])
# A libFuzzer program in build/asan/fuzzers/, seeded from tests/fuzz/corpus/NAME/. Nothing without PLAINT_FUZZ.
function(plaint_add_fuzzer NAME)
    cmake_parse_arguments(PARSE_ARGV 1 fuzzer "" "" "SOURCES;LIBS")
    plaint_expect_no_rest("${NAME}" "${fuzzer_UNPARSED_ARGUMENTS}")
    if(NOT PLAINT_FUZZ)
        return()
    endif()
    plaint_existing(fuzzer_SOURCES ${NAME} ${fuzzer_SOURCES})
    if(NOT fuzzer_SOURCES)
        return()
    endif()
    add_executable(${NAME} ${fuzzer_SOURCES})
    target_link_libraries(${NAME} PRIVATE plaint_options ${fuzzer_LIBS})
    target_link_options(${NAME} PRIVATE -fsanitize=fuzzer)
    set_target_properties(${NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzzers")
    add_dependencies(fuzzers ${NAME})
    # script/fuzz runs what is listed, not what an older build left behind.
    file(APPEND "${CMAKE_BINARY_DIR}/fuzzers.txt" "${NAME}\n")
endfunction()

# plaint_add_bench(NAME SOURCES file... [LIBS target...])
# A Google Benchmark program in build/<preset>/bench/, part of target `benches`. Nothing where the library is missing.
function(plaint_add_bench NAME)
    cmake_parse_arguments(PARSE_ARGV 1 bench "" "" "SOURCES;LIBS")
    plaint_expect_no_rest("${NAME}" "${bench_UNPARSED_ARGUMENTS}")
    if(NOT benchmark_FOUND OR PLAINT_FUZZ OR PLAINT_SANITIZE)
        return()
    endif()
    add_executable(${NAME} EXCLUDE_FROM_ALL ${bench_SOURCES})
    target_link_libraries(${NAME} PRIVATE plaint_options ${bench_LIBS} PkgConfig::benchmark Threads::Threads)
    set_target_properties(${NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
    if(NOT TARGET benches)
        add_custom_target(benches)
    endif()
    add_dependencies(benches ${NAME})
endfunction()

# plaint_embed(TARGET PATTERN...): the files that match (below the root, recursively) become a static library that
# hands them out by their path in the repository; see cmake/embedded/embedded.hpp.
function(plaint_embed TARGET)
    set(files)
    foreach(pattern IN LISTS ARGN)
        file(GLOB_RECURSE found CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}" "${CMAKE_SOURCE_DIR}/${pattern}")
        list(APPEND files ${found})
    endforeach()
    list(FILTER files EXCLUDE REGEX "(^|/)\\.|~$")
    list(REMOVE_DUPLICATES files)
    list(SORT files)

    set(bytes "")
    set(symbols "")
    set(rows "")
    set(index 0)
    set(sources)
    foreach(file IN LISTS files)
        string(APPEND bytes "plaint_file_${index}:\n    .incbin \"${CMAKE_SOURCE_DIR}/${file}\"\n")
        string(APPEND bytes "plaint_file_${index}_end:\n    .byte 0\n")
        string(APPEND bytes "    .globl plaint_file_${index}, plaint_file_${index}_end\n")
        string(APPEND symbols "extern \"C\" const char plaint_file_${index}[], plaint_file_${index}_end[];\n")
        string(APPEND rows "    {\"${file}\", plaint_file_${index}, plaint_file_${index}_end},\n")
        list(APPEND sources "${CMAKE_SOURCE_DIR}/${file}")
        math(EXPR index "${index} + 1")
    endforeach()

    set(out "${CMAKE_BINARY_DIR}/embedded/${TARGET}")
    file(CONFIGURE OUTPUT "${out}.S" CONTENT
        "    .section .rodata\n${bytes}    .section .note.GNU-stack,\"\",%progbits\n" @ONLY)
    file(CONFIGURE OUTPUT "${out}.cpp" CONTENT
        "#include \"cmake/embedded/table.hpp\"\n\n${symbols}\nnamespace plaint::embedded {\n\nconst RawEntry raw_entries[] = {\n${rows}    {nullptr, nullptr, nullptr}};\n\n}\n" @ONLY)

    # The assembler reads the files behind the compiler's back, so the build is told of them here.
    set_source_files_properties("${out}.S" PROPERTIES OBJECT_DEPENDS "${sources}")
    add_library(${TARGET} STATIC
        "${out}.S" "${out}.cpp" "${CMAKE_SOURCE_DIR}/cmake/embedded/embedded.cpp")
    target_include_directories(${TARGET} PUBLIC "${CMAKE_SOURCE_DIR}/cmake/embedded")
    target_link_libraries(${TARGET} PRIVATE plaint_options)
endfunction()

function(plaint_expect_no_rest NAME REST)
    if(REST)
        message(FATAL_ERROR "${NAME}: not understood: ${REST}")
    endif()
endfunction()

# Keeps in OUT those of the files that exist. In preset `dev`, where several rooms are worked on at once, a file that is
# still being written must not stop the others: it is looked for again at each build. Elsewhere it is an error.
function(plaint_existing OUT NAME)
    set(existing)
    foreach(file IN LISTS ARGN)
        cmake_path(ABSOLUTE_PATH file NORMALIZE OUTPUT_VARIABLE path)
        file(GLOB found CONFIGURE_DEPENDS "${path}")
        if(found)
            list(APPEND existing "${file}")
        else()
            set(severity FATAL_ERROR)
            if(CMAKE_BUILD_TYPE STREQUAL "Dev")
                set(severity WARNING)
            endif()
            message(${severity} "${NAME}: there is no ${file}")
        endif()
    endforeach()
    set(${OUT} ${existing} PARENT_SCOPE)
endfunction()
