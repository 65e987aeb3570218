#include "dialogs/kinds/kind.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "dialogs/kinds/credit_code.hpp"
#include "dialogs/kinds/identifier.hpp"
#include "dialogs/kinds/identity_paper.hpp"
#include "dialogs/kinds/link.hpp"
#include "dialogs/kinds/patent_number.hpp"
#include "dialogs/kinds/receipt_code.hpp"
#include "dialogs/kinds/regions.hpp"
#include "dialogs/kinds/resident_id.hpp"
#include "dialogs/kinds/simple_kinds.hpp"

namespace plaint::kinds {
namespace {

constexpr std::array<std::string_view, kind_count> names = {"choice",
                                                            "yes_no",
                                                            "text",
                                                            "number",
                                                            "date",
                                                            "region",
                                                            "phone",
                                                            "email",
                                                            "link",
                                                            "patent_number",
                                                            "credit_code",
                                                            "resident_id",
                                                            "receipt_code",
                                                            "file",
                                                            "trademark_number",
                                                            "copyright_number",
                                                            "gi_number",
                                                            "customs_record",
                                                            "plant_variety_number",
                                                            "identity_paper",
                                                            "postal_code"};

bool is_option(std::string_view value) {
    return !value.empty() && std::ranges::all_of(value, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    });
}

Verdict only_if(bool accepted, Text text, std::string_view problem) {
    return accepted ? Verdict::accept(std::string(text.folded)) : Verdict::refuse(std::string(problem));
}

} // namespace

std::optional<Kind> kind_of(std::string_view name) {
    if (name == "product_link") return Kind::link;
    const auto* found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Kind>(found - names.begin());
}

std::string_view name_of(Kind kind) { return names[static_cast<std::size_t>(kind)]; }

bool stands_alone(Kind kind) { return kind != Kind::choice && kind != Kind::yes_no && kind != Kind::file; }

Verdict Verdict::accept(std::string value) {
    Verdict verdict;
    verdict.ok = true;
    verdict.value = std::move(value);
    return verdict;
}

Verdict Verdict::refuse(std::string problem, std::string suggestion) {
    Verdict verdict;
    verdict.problem = std::move(problem);
    verdict.suggestion = std::move(suggestion);
    return verdict;
}

Verdict Verdict::keep(std::string value, std::string problem) {
    Verdict verdict;
    verdict.unverified = true;
    verdict.value = std::move(value);
    verdict.problem = std::move(problem);
    return verdict;
}

Verdict Verdict::ask_back(std::string value) {
    Verdict verdict = accept(std::move(value));
    verdict.confirm = true;
    return verdict;
}

namespace {

// The kinds that are dictated digit by digit.
bool is_dictated(Kind kind) {
    return kind == Kind::phone || kind == Kind::patent_number || kind == Kind::credit_code ||
           kind == Kind::resident_id;
}

Verdict judge(Kind kind, Text text, const Tables& tables, Date today, const Limits& limits) {
    switch (kind) {
    case Kind::choice: return only_if(is_option(text.folded), text, "unclear");
    case Kind::yes_no: return only_if(text.folded == "yes" || text.folded == "no", text, "unclear");
    case Kind::text: return validate_text(text, limits);
    case Kind::number: return validate_number(text, limits);
    case Kind::date: return validate_date(text, today, limits);
    case Kind::region: return validate_region(text, tables.regions);
    case Kind::phone: return validate_phone(text);
    case Kind::email: return validate_email(text);
    case Kind::link: return validate_link(text, tables.platforms);
    case Kind::patent_number: return validate_patent_number(text, today);
    case Kind::credit_code: return validate_credit_code(text);
    case Kind::resident_id: return validate_resident_id(text, tables.regions, today);
    case Kind::receipt_code: return validate_receipt_code(text);
    case Kind::file: return only_if(false, text, "file_expected");
    case Kind::trademark_number: return validate_trademark_number(text);
    case Kind::copyright_number: return validate_copyright_number(text);
    case Kind::gi_number: return validate_gi_number(text);
    case Kind::customs_record: return validate_customs_record(text);
    case Kind::plant_variety_number: return validate_plant_variety_number(text);
    case Kind::identity_paper: return validate_identity_paper(text, tables.regions, today);
    case Kind::postal_code: return validate_postal_code(text);
    }
    return only_if(false, text, "unclear");
}

} // namespace

Verdict validate(Kind kind, Text text, const Tables& tables, Date today, const Limits& limits) {
    Verdict verdict = judge(kind, text, tables, today, limits);
    if (verdict.ok || !is_dictated(kind)) return verdict;
    const std::string in_one_breath = without_pauses(text.folded);
    if (in_one_breath == text.folded) return verdict;
    Verdict second = judge(kind, {in_one_breath, in_one_breath}, tables, today, limits);
    return second.ok ? second : verdict;
}

} // namespace plaint::kinds
