#include "bot/conversation/input.hpp"

#include "bot/support/clock.hpp"

namespace plaint::conversation {

dialogs::Input input_of(const Inbound& inbound, dialogs::Session& session, const library::Library& library,
                        const support::Config& config, std::int64_t at_ms) {
    const support::Config::Operator& operators = config.operator_;
    const bool has_operator = !operators.number.empty();
    const bool is_open = operators.hours.open(at_ms);
    const bool person_available = inbound.modality == dialogs::Modality::voice && has_operator && is_open;
    // Hours are told where they say something: of nobody, and of the present hour, they would not be true.
    const bool person_later = has_operator && !is_open && !operators.hours.spans().empty();
    const auto today = support::today_shanghai(at_ms);
    const dialogs::Visit* visit = session.find_visit(inbound.conversation.text);
    const std::string locale = visit != nullptr && inbound.said != dialogs::Said::locale
                                   ? session.locales[visit->locale]
                                   : library.languages.match(inbound.locale);
    dialogs::Input input{.said = inbound.said,
                         .conversation = inbound.conversation.text,
                         .modality = inbound.modality,
                         .channel = inbound.channel,
                         .locale = locale,
                         .at_ms = at_ms,
                         .today = {today.year, static_cast<int>(today.month), static_cast<int>(today.day)},
                         .raw = inbound.words,
                         .value = inbound.value,
                         .to = inbound.to,
                         .files = inbound.files,
                         .person_available = person_available,
                         .person_later = person_later,
                         .line = inbound.line};
    library::understand(library, locale, input);
    return input;
}

std::map<std::string, std::string> given_by(const Inbound& inbound, const library::Library& library,
                                            const support::Config& config) {
    std::map<std::string, std::string> given{{"intake.centre", config.intake.centre},
                                             {"intake.channel", std::string(name_of(inbound.channel))}};
    // A written conversation has a language already; a caller is asked.
    if (inbound.modality != dialogs::Modality::voice)
        given["intake.locale"] = library.languages.match(inbound.locale);
    return given;
}

} // namespace plaint::conversation
