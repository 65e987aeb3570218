#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace {

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    REQUIRE(in);
    return {std::istreambuf_iterator<char>(in), {}};
}

// The literals of a program that could be the name of a text, or its beginning.
void add_literals(const std::string& program, std::set<std::string>& literals) {
    const auto is_of_name = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
               std::string_view("._-").find(c) != std::string_view::npos;
    };
    for (std::size_t at = 0; at < program.size(); ++at) {
        if (program[at] != '"' && program[at] != '\'') continue;
        std::size_t end = at + 1;
        while (end < program.size() && is_of_name(program[end])) ++end;
        if (end < program.size() && program[end] == program[at] && end > at + 1)
            literals.insert(program.substr(at + 1, end - at - 1));
    }
}

// Programs name a text in full, or put its last part behind a beginning: "say." + name, named("staff.action", name).
bool is_named(const std::string& key, const std::set<std::string>& literals) {
    if (literals.contains(key)) return true;
    for (std::size_t dot = key.find('.'); dot != std::string::npos; dot = key.find('.', dot + 1)) {
        const std::string beginning = key.substr(0, dot);
        if (literals.contains(beginning + ".")) return true;
        if (beginning.find('.') != std::string::npos && literals.contains(beginning)) return true;
    }
    return false;
}

} // namespace

// What trees and checklists say is held against them by `plaint check`.
TEST_CASE("every text is said by a program or belongs to the content") {
    std::set<std::string> literals;
    for (const char* room : {"bot", "adapters", "dialogs", "locales"})
        for (const auto& file : std::filesystem::recursive_directory_iterator(room)) {
            constexpr std::array<std::string_view, 4> programs{".cpp", ".hpp", ".js", ".mjs"};
            if (std::ranges::find(programs, file.path().extension().string()) != programs.end())
                add_literals(bytes_of(file.path()), literals);
        }
    std::size_t texts = 0;
    for (const auto& file : std::filesystem::directory_iterator("locales/zh-Hans")) {
        const auto catalogue = nlohmann::json::parse(bytes_of(file.path()));
        for (const auto& [key, message] : catalogue.at("messages").items()) {
            const std::string plain = key.ends_with(".voice") ? key.substr(0, key.size() - 6) : key;
            INFO(file.path().string() << ": " << key << " is said nowhere");
            CHECK(is_named(plain, literals));
            ++texts;
        }
    }
    CHECK(texts > 1000);
    CHECK_FALSE(is_named("case_state.submitted", literals));
    CHECK_FALSE(is_named("receipt.shown", literals));
}
