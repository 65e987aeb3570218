#include "bot/cli/transcript.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>

// Replays every transcript of this folder against the shipped dialogs and languages, and says where they part.
//   transcripts            compares
//   transcripts --update   writes them as they go now; what changed is for a reader to judge
// And that each kind of case has one on the web and one by telephone in each language, and one that goes wrong.

namespace {

using namespace plaint;
namespace fs = std::filesystem;

const fs::path folder = "tests/transcripts";

struct Shown {
    std::string_view kind;
    std::array<std::string_view, 4> handed_over; // as `ways` has them
    std::string_view wrong;                      // somebody is not understood, or it comes to nothing
};
constexpr std::array<std::string_view, 4> ways{"locale: zh-Hans   channel: web", "locale: en   channel: web",
                                               "locale: zh-Hans   channel: voice",
                                               "locale: en   channel: voice"};
constexpr Shown shown_kinds[] = {
    {"patent_infringement",
     {"web/owner_with_everything", "web/simple_complete_en", "voice/withdrawal",
      "voice/owner_of_an_invention_en"},
     "web/truth_not_declared"},
    {"patent_passing_off",
     {"web/passing_off_without_a_link", "web/passing_off_named_en", "voice/passing_off_anonymous",
      "voice/passing_off_en"},
     "voice/passing_off_anonymous"},
    {"opinion_request",
     {"web/opinion_request", "web/opinion_request_en", "voice/opinion_request", "voice/opinion_request_en"},
     "web/opinion_request_patent_abroad_only"},
    {"trademark",
     {"web/trademark_owner", "web/trademark_licensee_by_agent_en", "voice/trademark_anonymous_report",
      "voice/trademark_owner_en"},
     "web/trademark_number_unclear"},
    {"geographical_indication",
     {"web/gi_association", "web/gi_authorised_user_en", "voice/gi_named_report",
      "voice/gi_anonymous_report_en"},
     "web/gi_form_not_understood"},
    {"copyright",
     {"web/copyright_stolen_pictures", "web/copyright_network_film_en", "voice/copyright_pirated_books",
      "voice/copyright_software_en"},
     "web/copyright_found_in_the_future_en"},
    {"trade_secret",
     {"web/trade_secret_owner", "web/trade_secret_named_report_en", "voice/trade_secret_owner_by_phone",
      "voice/trade_secret_anonymous_report_en"},
     "web/trade_secret_withdrawn"},
    {"other_ip",
     {"web/plant_variety_owner", "web/layout_design_agent_en", "voice/agency_misconduct_report",
      "voice/customs_without_a_record_en"},
     "web/other_right_unsure"},
    {"consultation",
     {"web/consultation_not_understood", "web/consultation_left_for_the_staff_en",
      "voice/consultation_left_for_the_staff", "voice/consultation_left_for_the_staff_en"},
     "web/consultation_not_understood"},
    {"assistance",
     {"web/assistance_start_up", "web/assistance_overseas_en", "voice/assistance_inventor_by_phone",
      "voice/assistance_mediation_en"},
     "web/assistance_wrong_deadline"},
    {"suggestion",
     {"web/suggestion_improvement", "web/suggestion_inaction_en", "voice/suggestion_inaction_by_phone",
      "voice/suggestion_improvement_en"},
     "web/suggestion_conduct_place_unclear"},
};

// What tells of the kind in a transcript: what the matter is, or what was wanted.
std::string_view wish_of(std::string_view kind) {
    if (kind == "consultation") return "ask";
    if (kind == "assistance") return "help";
    return kind == "suggestion" ? "suggest" : kind;
}

std::size_t missing_kinds(const library::Library& library) {
    std::size_t missing = 0;
    const auto need = [&](std::string_view kind, std::string_view name,
                          std::initializer_list<std::string_view> parts) {
        const std::string text = cli::read_text((folder / name).string() + ".txt").value_or("");
        for (const std::string_view part : parts)
            if (text.find(part) == std::string::npos) {
                std::cerr << name << ": shows " << kind << ", but has no \"" << part << "\"\n";
                ++missing;
            }
    };
    for (const std::string& kind : library.tree().cases) {
        const auto shown = std::ranges::find(shown_kinds, kind, &Shown::kind);
        if (shown == std::end(shown_kinds)) {
            std::cerr << kind << ": no transcripts are named\n";
            ++missing;
            continue;
        }
        const std::string told = " \"" + std::string(wish_of(kind)) + "\"\n";
        for (std::size_t way = 0; way < ways.size(); ++way)
            need(kind, shown->handed_over[way], {ways[way], "\n! submit\n", "\n= answer case.", told});
        need(kind, shown->wrong, {"\n= answer case.", told});
    }
    return missing;
}

std::vector<fs::path> transcripts() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.path().extension() == ".txt" && entry.path().filename() != "CMakeLists.txt")
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

std::unique_ptr<const library::Library> shipped() {
    const auto dialogs = content::read_folder("dialogs");
    const auto locales = content::read_folder("locales");
    if (!dialogs || !locales) {
        std::cerr << "runs in the root of the repository\n";
        return nullptr;
    }
    auto library = library::load_library(dialogs->texts(), locales->texts());
    if (library) return std::move(*library);
    for (const content::LoadError& error : library.error()) std::cerr << content::to_string(error) << "\n";
    return nullptr;
}

} // namespace

int main(int argc, char** argv) {
    const bool update = argc == 2 && std::string_view(argv[1]) == "--update";
    if (argc > 1 && !update) {
        std::cerr << "usage: transcripts [--update]\n";
        return 2;
    }
    const auto library = shipped();
    if (library == nullptr) return 2;
    std::size_t wrong = 0;
    const std::vector<fs::path> files = transcripts();
    for (const fs::path& file : files) {
        const std::string expected = cli::read_text(file.string()).value_or("");
        const auto actual = cli::replay(file.string(), *library);
        if (actual && *actual == expected) continue;
        ++wrong;
        std::cerr << file.string() << ": " << (actual ? cli::difference(expected, *actual) : actual.error())
                  << "\n";
        if (actual && update) std::ofstream(file, std::ios::binary) << *actual;
    }
    std::cout << files.size() << " transcripts, " << wrong << (update ? " written anew\n" : " different\n");
    return missing_kinds(*library) == 0 && (wrong == 0 || update) ? 0 : 1;
}
