#include "bot/conversation/input.hpp"

#include "bot/support/clock.hpp"

namespace plaint::conversation {

dialogs::Input input_of(const Inbound& inbound, dialogs::Session& session, const library::Library& library,
                        std::int64_t at_ms) {
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
                         .files = inbound.files};
    library::understand(library, locale, input);
    return input;
}

} // namespace plaint::conversation
