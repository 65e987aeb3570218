#include "bot/casework/routing/facts.hpp"

#include "bot/casework/routing/paths.hpp"
#include "dialogs/kinds/credit_code.hpp"
#include "dialogs/kinds/link.hpp"
#include "locales/fold.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace plaint::routing {

namespace {

using Json = nlohmann::json;

// Where a member stands. Only a mistake needs it in one text.
struct At {
    std::string_view object, key;
    std::string pointer() const { return std::string(object) + "/" + std::string(key); }
};

// Reads members of the dossier and keeps the first mistake. A formal answer is an object where a plain value
// could stand, and reads as no value.
class DossierReader {
  public:
    explicit DossierReader(const content::Directory& directory) : directory_(directory) {}

    const Json* member(const Json* object, std::string_view key, std::string_view pointer) {
        if (!object || object->is_null()) return nullptr;
        if (!object->is_object()) return fail(pointer, "should be an object");
        const auto found = object->find(key);
        return found == object->end() || found->is_null() ? nullptr : &*found;
    }

    std::string text(const Json* value, const At& at) {
        if (!value || value->is_object()) return {};
        if (value->is_string()) return value->get<std::string>();
        fail(at.pointer(), "should be a text");
        return {};
    }

    std::optional<bool> yes_no(const Json* value, const At& at) {
        if (!value || value->is_object()) return std::nullopt;
        if (value->is_boolean()) return value->get<bool>();
        if (*value == "yes" || *value == "no") return *value == "yes";
        fail(at.pointer(), "should be true or false");
        return std::nullopt;
    }

    std::optional<std::int64_t> number(const Json* value, const At& at) {
        if (!value || value->is_object()) return std::nullopt;
        // What is larger than any number here would come out as less than nothing.
        const bool fits =
            !value->is_number_unsigned() || std::in_range<std::int64_t>(value->get<std::uint64_t>());
        if (value->is_number_integer() && fits) return value->get<std::int64_t>();
        // Programs of other offices may write 200000.0.
        constexpr double exact_max = 9007199254740992.0;
        if (value->is_number_float())
            if (const double real = value->get<double>();
                std::trunc(real) == real && std::abs(real) < exact_max)
                return static_cast<std::int64_t>(real);
        fail(at.pointer(), "should be a whole number");
        return std::nullopt;
    }

    Place place(const Json* value, const At& at) {
        if (value && is_abroad(*value)) return {Place::State::outside, {}};
        const std::string code = text(value, at);
        if (code.empty()) return {};
        const auto current = directory_.regions().current(code);
        if (current) {
            const bool mainland = directory_.is_mainland(*current);
            return {mainland ? Place::State::mainland : Place::State::outside, *current};
        }
        fail(at.pointer(), "\"" + code + "\" is no region code");
        return {};
    }

    // A foreign place has no code, so it is kept unverified, in the words in which it was said.
    bool is_abroad(const Json& value) const {
        const Json words = value.is_object() ? value.value("unverified", Json()) : value;
        return words.is_string() &&
               directory_.regions().abroad().names(locales::fold(words.get<std::string>()));
    }

    const Json* fail(std::string_view pointer, std::string what) {
        if (!error) error = Error{std::string(pointer), std::move(what)};
        return nullptr;
    }

    const content::Directory& directory() const { return directory_; }

    std::optional<Error> error;

  private:
    const content::Directory& directory_;
};

// The platform that the answer names, else the first that a link belongs to; and those of the other links.
void read_platform(DossierReader& in, const Json& item, const std::string& pointer, Respondent& respondent) {
    const std::string named = in.text(in.member(&item, "platform", pointer), {pointer, "platform"});
    if (named.empty()) respondent.lacking.emplace_back("platform");
    if (in.directory().platform(named)) respondent.platform = named;
    bool has_link = false;
    const Json* links = in.member(&item, "links", pointer);
    for (std::size_t i = 0; links && links->is_array() && i < links->size(); ++i) {
        const std::string here = pointer + "/links/" + std::to_string(i);
        const std::string url = in.text(in.member(&(*links)[i], "url", here), {here, "url"});
        if (url.empty()) continue;
        has_link = true;
        const std::string found = kinds::platform_of(url, in.directory().links());
        if (!in.directory().platform(found) || found == respondent.platform) continue;
        if (respondent.platform.empty())
            respondent.platform = found;
        else if (std::ranges::find(respondent.also_on, found) == respondent.also_on.end())
            respondent.also_on.push_back(found);
    }
    if (!has_link) respondent.lacking.emplace_back("links");
}

// What the credit code says of the registration, because its digits never change when a firm moves; else what was told.
Place read_registered(DossierReader& in, const Json& item, const std::string& pointer) {
    const Json* told = in.member(&item, "registered_region", pointer);
    const Place place = in.place(told, {pointer, "registered_region"});
    const std::string code = in.text(in.member(&item, "credit_code", pointer), {pointer, "credit_code"});
    const auto region = kinds::registration_region(code, in.directory().regions());
    return region && in.directory().is_mainland(*region) ? Place{Place::State::mainland, *region} : place;
}

std::vector<Respondent> read_respondents(DossierReader& in, const Json* list) {
    std::vector<Respondent> out;
    if (!list || list->is_object()) return out;
    if (!list->is_array()) {
        in.fail("/respondents", "should be a list");
        return out;
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
        const Json& item = (*list)[i];
        const std::string pointer = "/respondents/" + std::to_string(i);
        Respondent respondent;
        respondent.place = in.place(in.member(&item, "region", pointer), {pointer, "region"});
        if (respondent.place.state == Place::State::unknown) respondent.lacking.emplace_back("region");
        respondent.registered = read_registered(in, item, pointer);
        read_platform(in, item, pointer, respondent);
        const Json* principal = in.member(&item, "principal", pointer);
        respondent.principal = in.yes_no(principal, {pointer, "principal"}).value_or(false);
        out.push_back(std::move(respondent));
    }
    return out;
}

// scope.principal_respondent counts from one, as people do. A number that no respondent has names none: a slip of the
// tongue must not cost the whole route.
void read_principal(DossierReader& in, const Json* number, std::vector<Respondent>& respondents) {
    const std::int64_t at = in.number(number, {"/scope", "principal_respondent"}).value_or(0);
    if (at < 1 || at > static_cast<std::int64_t>(respondents.size())) return;
    for (Respondent& respondent : respondents) respondent.principal = false;
    respondents[static_cast<std::size_t>(at - 1)].principal = true;
}

Maker read_maker(DossierReader& in, const Json* source) {
    Maker maker;
    const auto known = in.yes_no(in.member(source, "maker_known", "/source"), {"/source", "maker_known"});
    const std::string name = in.text(in.member(source, "maker_name", "/source"), {"/source", "maker_name"});
    const Json* wanted = in.member(source, "offline_wanted", "/source");
    maker.place = in.place(in.member(source, "maker_region", "/source"), {"/source", "maker_region"});
    maker.clue = known.value_or(!name.empty() || maker.place.state != Place::State::unknown);
    maker.offline_wanted = in.yes_no(wanted, {"/source", "offline_wanted"}).value_or(false);
    return maker;
}

// One section of the dossier: its members by name.
class Section {
  public:
    Section(DossierReader& in, const Json& root, std::string_view name)
        : in_(in), pointer_("/" + std::string(name)), json_(in.member(&root, name, "")) {}

    std::string text(std::string_view key) { return in_.text(member(key), at(key)); }
    bool yes(std::string_view key) { return in_.yes_no(member(key), at(key)).value_or(false); }
    std::optional<std::int64_t> number(std::string_view key) { return in_.number(member(key), at(key)); }
    Place place(std::string_view key) { return in_.place(member(key), at(key)); }

  private:
    const Json* member(std::string_view key) { return in_.member(json_, key, pointer_); }
    At at(std::string_view key) const { return {pointer_, key}; }

    DossierReader& in_;
    std::string pointer_;
    const Json* json_;
};

void read_scope(Section scope, Facts& facts) {
    facts.amounts = {scope.number("turnover_cny"), scope.number("gains_cny"), scope.number("loss_cny"),
                     scope.number("others_patents")};
    facts.cross_border = scope.yes("cross_border");
    OfficersWord& officer = facts.officer;
    officer.group = scope.yes("group");
    officer.national_influence = scope.yes("national_influence");
    officer.serious_circumstances = scope.yes("serious_circumstances");
    officer.criminal_suspicion = scope.yes("criminal_suspicion");
    officer.jurisdiction_conflict = scope.yes("jurisdiction_conflict");
    officer.other_side = scope.place("conflict_region");
}

// Where nobody has counted, what was said of the number shown tells whether it is somebody else's.
void read_marking(Section marking, Facts& facts) {
    const std::string status = marking.text("status");
    if (!status.empty() && !facts.amounts.others_patents)
        facts.amounts.others_patents = status == "of_another" ? 1 : 0;
}

// What the platform did is put on record as it stands, so only whether it was told matters.
void read_platform_action(Section action, Facts& facts) {
    facts.obvious = action.yes("obvious");
    for (const char* key : {"measure", "date"})
        if (!action.text(key).empty()) facts.measures.push_back("platform_action." + std::string(key));
}

void read_opinion(Section opinion, Facts& facts) {
    facts.industry = opinion.text("industry");
    facts.opinion_refused = opinion.yes("refused");
    facts.officer.centre_unable = opinion.yes("centre_unable");
}

} // namespace

std::expected<Facts, Error> facts_from_json(const Json& dossier, const content::Directory& directory) {
    const bool is_nested = !names_paths(dossier);
    auto nested = is_nested ? std::expected<Json, Error>() : nest_paths(dossier);
    if (!nested) return std::unexpected(std::move(nested).error());
    const Json* root = is_nested ? &dossier : &*nested;
    DossierReader in(directory);
    Facts facts;
    Section about(in, *root, "case");
    facts.case_kind = about.text("kind");
    facts.matter = about.text("other_matter");
    facts.role = Section(in, *root, "party").text("role");
    facts.respondents = read_respondents(in, in.member(root, "respondents", ""));
    read_principal(in, in.member(in.member(root, "scope", ""), "principal_respondent", "/scope"),
                   facts.respondents);
    facts.maker = read_maker(in, in.member(root, "source", ""));
    read_scope(Section(in, *root, "scope"), facts);
    read_marking(Section(in, *root, "marking"), facts);
    read_platform_action(Section(in, *root, "platform_action"), facts);
    read_opinion(Section(in, *root, "opinion"), facts);
    facts.port = Section(in, *root, "customs").place("port_region");
    facts.venue = Section(in, *root, "exhibition").place("venue_region");
    facts.complainant = Section(in, *root, "complainant").place("region");
    Section intake(in, *root, "intake");
    facts.centre = intake.text("centre");
    facts.foreign_ticket = intake.text("foreign_ticket");
    if (facts.case_kind.empty()) in.fail("/case/kind", "is missing");
    if (!facts.centre.empty() && !directory.centre_for(facts.centre))
        in.fail("/intake/centre", "\"" + facts.centre + "\" is no region with a centre");
    if (in.error) return std::unexpected(std::move(*in.error));
    return facts;
}

} // namespace plaint::routing
