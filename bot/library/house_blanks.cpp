#include "bot/library/house_blanks.hpp"

namespace plaint::library {
namespace {

using support::OfficeHours;

std::string time_in_words(unsigned minutes, const locales::Renderer& words) {
    const unsigned rest = minutes % 60;
    return words.text({"hours.time",
                       {{"hour", std::to_string(minutes / 60)},
                        {"minute", (rest < 10 ? "0" : "") + std::to_string(rest)}}});
}

std::string in_words(const OfficeHours& hours, const locales::Renderer& words) {
    if (hours.spans().empty()) return words.text("hours." + hours.text());
    const auto day = [&](unsigned number) {
        return words.text({"hours.day", {{"day", static_cast<std::int64_t>(number + 1)}}});
    };
    std::string out;
    const OfficeHours::Span* before = nullptr;
    for (const OfficeHours::Span& span : hours.spans()) {
        const bool same_days =
            before != nullptr && before->first_day == span.first_day && before->last_day == span.last_day;
        if (before != nullptr) out += words.text(same_days ? "list.separator" : "hours.separator");
        const std::string times =
            words.text({"hours.times",
                        {{"from", time_in_words(span.from, words)}, {"to", time_in_words(span.to, words)}}});
        const std::string days =
            span.first_day == span.last_day
                ? day(span.first_day)
                : words.text({"hours.days", {{"first", day(span.first_day)}, {"last", day(span.last_day)}}});
        // Days that have several times are named once.
        out += same_days ? times : words.text({"hours.span", {{"days", days}, {"times", times}}});
        before = &span;
    }
    return out;
}

} // namespace

std::string hours_in_words(const Library& library, const support::Config& config, std::string_view locale) {
    const locales::Blanks none;
    return in_words(config.operator_.hours, library.renderer(locale, dialogs::Modality::web, none));
}

locales::Blanks house_blanks(const Library& library, const support::Config& config, std::string_view locale) {
    locales::Blanks blanks{.controller = config.privacy.controller,
                           .contact = config.privacy.contact,
                           .retention_days = config.privacy.retention_days,
                           .draft_days = config.privacy.draft_days};
    if (!blanks.controller.empty()) return blanks;
    if (const content::Body* centre = library.content->directory.centre_for(config.intake.centre))
        blanks.controller = std::string(content::name_in(centre->name, locale));
    return blanks;
}

} // namespace plaint::library
