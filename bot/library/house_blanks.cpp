#include "bot/library/house_blanks.hpp"

namespace plaint::library {

locales::Blanks house_blanks(const Library& library, const support::Config& config, std::string_view locale) {
    locales::Blanks blanks{.hours = config.operator_.hours.text(),
                           .controller = config.privacy.controller,
                           .contact = config.privacy.contact,
                           .retention_days = config.privacy.retention_days,
                           .draft_days = config.privacy.draft_days};
    if (!blanks.controller.empty()) return blanks;
    if (const content::Body* centre = library.content->directory.centre_for(config.intake.centre))
        blanks.controller = std::string(content::name_in(centre->name, locale));
    return blanks;
}

} // namespace plaint::library
