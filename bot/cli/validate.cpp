#include "bot/cli/command.hpp"
#include "bot/cli/content_options.hpp"
#include "bot/support/clock.hpp"
#include "locales/fold.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

namespace plaint::cli {
namespace {

struct ValidateOptions {
    ContentOptions content;
    std::string kind, value;
};

nlohmann::json to_json(const kinds::Verdict& verdict) {
    const auto or_null = [](const std::string& text) {
        return text.empty() ? nlohmann::json() : nlohmann::json(text);
    };
    nlohmann::json out = {{"ok", verdict.ok},
                          {"value", or_null(verdict.value)},
                          {"problem", or_null(verdict.problem)},
                          {"suggestion", or_null(verdict.suggestion)}};
    if (!verdict.choices.empty()) out["choices"] = verdict.choices;
    if (verdict.unverified) out["unverified"] = true;
    if (verdict.confirm) out["confirm"] = true;
    return out;
}

// "text, number, date, …", a link by the name that fits a command line best.
std::string kinds_that_stand_alone() {
    std::string names;
    for (std::size_t index = 0; index < kinds::kind_count; ++index) {
        const auto kind = static_cast<kinds::Kind>(index);
        if (!kinds::stands_alone(kind)) continue;
        const std::string_view name = kind == kinds::Kind::link ? "product_link" : kinds::name_of(kind);
        names.append(names.empty() ? "" : ", ").append(name);
    }
    return names;
}

int validate(const ValidateOptions& options) {
    const auto kind = kinds::kind_of(options.kind);
    if (!kind || !kinds::stands_alone(*kind))
        return complain("\"" + options.kind +
                        (kind ? "\" can be checked only beside its question" : "\" is no kind of answer") +
                        "; what can be checked alone is " + kinds_that_stand_alone());
    const auto library = load_or_complain(options.content);
    if (library == nullptr) return unusable;
    const std::string folded = locales::fold(options.value);
    const content::Directory& directory = library->content->directory;
    const support::Date today = support::today_shanghai(support::SystemClock().now());
    const kinds::Verdict verdict =
        kinds::validate(*kind, {options.value, folded}, {directory.regions(), directory.links()},
                        {today.year, static_cast<int>(today.month), static_cast<int>(today.day)});
    using ErrorHandler = nlohmann::json::error_handler_t;
    std::cout << to_json(verdict).dump(-1, ' ', false, ErrorHandler::replace) << "\n";
    return verdict.ok ? success : finding;
}

} // namespace

void add_validate(CLI::App& program, int& code) {
    const auto options = std::make_shared<ValidateOptions>();
    CLI::App* command = program.add_subcommand("validate", "Checks one value as the bot would");
    command->add_option("KIND", options->kind, kinds_that_stand_alone())->required();
    command->add_option("VALUE", options->value, "What was said")->required();
    options->content.add_to(*command);
    command->callback([options, &code] { code = validate(*options); });
}

} // namespace plaint::cli
