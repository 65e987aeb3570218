#include "locales/collation.hpp"

#include <unicode/coll.h>
#include <unicode/locid.h>

namespace plaint::locales {

struct Collation::Rules {
    std::unique_ptr<icu::Collator> icu;
};

Collation::Collation(const std::string& locale) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale icu_locale = icu::Locale::forLanguageTag(locale, status);
    std::unique_ptr<icu::Collator> made(icu::Collator::createInstance(icu_locale, status));
    if (U_FAILURE(status)) made.reset();
    rules_ = std::make_unique<const Rules>(Rules{std::move(made)});
}

Collation::Collation(Collation&&) noexcept = default;
Collation& Collation::operator=(Collation&&) noexcept = default;
Collation::~Collation() = default;

bool Collation::before(std::string_view a, std::string_view b) const {
    if (rules_->icu == nullptr) return a < b;
    UErrorCode status = U_ZERO_ERROR;
    const auto piece = [](std::string_view text) {
        return icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()));
    };
    return rules_->icu->compareUTF8(piece(a), piece(b), status) == UCOL_LESS && U_SUCCESS(status);
}

} // namespace plaint::locales
