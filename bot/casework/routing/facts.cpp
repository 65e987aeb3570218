#include "bot/casework/routing/facts.hpp"

#include "bot/casework/routing/paths.hpp"
#include "dialogs/kinds/link.hpp"
#include "locales/fold.hpp"

#include <nlohmann/json.hpp>
#include <optional>

namespace plaint::routing {

namespace {

using Json = nlohmann::json;

// Reads members of the dossier and keeps the first mistake. A formal answer is an object where a plain value
// could stand, and reads as no value.
class DossierReader {
  public:
    explicit DossierReader(const content::Directory& directory) : directory_(directory) {}

    const Json* member(const Json* object, std::string_view key, const std::string& pointer) {
        if (!object || object->is_null()) return nullptr;
        if (!object->is_object()) return fail(pointer, "should be an object");
        const auto found = object->find(key);
        return found == object->end() || found->is_null() ? nullptr : &*found;
    }

    std::string text(const Json* value, const std::string& pointer) {
        if (!value || value->is_object()) return {};
        if (value->is_string()) return value->get<std::string>();
        fail(pointer, "should be a text");
        return {};
    }

    std::optional<bool> yes_no(const Json* value, const std::string& pointer) {
        if (!value || value->is_object()) return std::nullopt;
        if (value->is_boolean()) return value->get<bool>();
        if (*value == "yes" || *value == "no") return *value == "yes";
        fail(pointer, "should be true or false");
        return std::nullopt;
    }

    Place place(const Json* value, const std::string& pointer) {
        if (value && is_abroad(*value)) return {Place::State::outside, {}};
        const std::string code = text(value, pointer);
        if (code.empty()) return {};
        const auto current = directory_.regions().current(code);
        if (current) {
            const bool mainland = directory_.is_mainland(*current);
            return {mainland ? Place::State::mainland : Place::State::outside, *current};
        }
        fail(pointer, "\"" + code + "\" is no region code");
        return {};
    }

    // A foreign place has no code, so it is kept unverified, in the words in which it was said.
    bool is_abroad(const Json& value) const {
        const Json words = value.is_object() ? value.value("unverified", Json()) : value;
        return words.is_string() &&
               directory_.regions().abroad().names(locales::fold(words.get<std::string>()));
    }

    const Json* fail(const std::string& pointer, std::string what) {
        if (!error) error = Error{pointer, std::move(what)};
        return nullptr;
    }

    const content::Directory& directory() const { return directory_; }

    std::optional<Error> error;

  private:
    const content::Directory& directory_;
};

// The platform that the answer names, else the first that a link belongs to.
void read_platform(DossierReader& in, const Json& item, const std::string& pointer, Respondent& respondent) {
    const std::string named = in.text(in.member(&item, "platform", pointer), pointer + "/platform");
    if (named.empty()) respondent.lacking.emplace_back("platform");
    if (in.directory().platform(named)) respondent.platform = named;
    bool has_link = false;
    const Json* links = in.member(&item, "links", pointer);
    for (std::size_t i = 0; links && links->is_array() && i < links->size(); ++i) {
        const std::string here = pointer + "/links/" + std::to_string(i);
        const std::string url = in.text(in.member(&(*links)[i], "url", here), here + "/url");
        if (url.empty()) continue;
        has_link = true;
        const std::string found = kinds::platform_of(url, in.directory().links());
        if (respondent.platform.empty() && in.directory().platform(found)) respondent.platform = found;
    }
    if (!has_link) respondent.lacking.emplace_back("links");
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
        respondent.place = in.place(in.member(&item, "region", pointer), pointer + "/region");
        if (respondent.place.state == Place::State::unknown) respondent.lacking.emplace_back("region");
        read_platform(in, item, pointer, respondent);
        const Json* principal = in.member(&item, "principal", pointer);
        respondent.principal = in.yes_no(principal, pointer + "/principal").value_or(false);
        out.push_back(std::move(respondent));
    }
    return out;
}

// scope.principal_respondent counts from one, as people do. A number that no respondent has names none: a slip of the
// tongue must not cost the whole route.
void read_principal(DossierReader& in, const Json* number, std::vector<Respondent>& respondents) {
    if (!number || number->is_object()) return;
    if (!number->is_number_integer()) {
        in.fail("/scope/principal_respondent", "should be a whole number");
        return;
    }
    const auto at = number->get<std::int64_t>();
    if (at < 1 || at > static_cast<std::int64_t>(respondents.size())) return;
    for (Respondent& respondent : respondents) respondent.principal = false;
    respondents[static_cast<std::size_t>(at - 1)].principal = true;
}

Maker read_maker(DossierReader& in, const Json* source) {
    Maker maker;
    const auto known = in.yes_no(in.member(source, "maker_known", "/source"), "/source/maker_known");
    const std::string name = in.text(in.member(source, "maker_name", "/source"), "/source/maker_name");
    const Json* wanted = in.member(source, "offline_wanted", "/source");
    maker.place = in.place(in.member(source, "maker_region", "/source"), "/source/maker_region");
    maker.clue = known.value_or(!name.empty() || maker.place.state != Place::State::unknown);
    maker.offline_wanted = in.yes_no(wanted, "/source/offline_wanted").value_or(false);
    return maker;
}

} // namespace

std::expected<Facts, Error> facts_from_json(const Json& dossier, const content::Directory& directory) {
    auto nested = nest_paths(dossier);
    if (!nested) return std::unexpected(std::move(nested).error());
    const Json* root = &*nested;
    DossierReader in(directory);
    Facts facts;
    const Json* scope = in.member(root, "scope", "");
    facts.case_kind = in.text(in.member(in.member(root, "case", ""), "kind", "/case"), "/case/kind");
    facts.respondents = read_respondents(in, in.member(root, "respondents", ""));
    read_principal(in, in.member(scope, "principal_respondent", "/scope"), facts.respondents);
    facts.maker = read_maker(in, in.member(root, "source", ""));
    facts.group_by_word = in.yes_no(in.member(scope, "group", "/scope"), "/scope/group").value_or(false);
    facts.cross_border =
        in.yes_no(in.member(scope, "cross_border", "/scope"), "/scope/cross_border").value_or(false);
    facts.centre = in.text(in.member(in.member(root, "intake", ""), "centre", "/intake"), "/intake/centre");
    if (facts.case_kind.empty()) in.fail("/case/kind", "is missing");
    if (!facts.centre.empty() && !directory.centre_for(facts.centre))
        in.fail("/intake/centre", "\"" + facts.centre + "\" is no region with a centre");
    if (in.error) return std::unexpected(std::move(*in.error));
    return facts;
}

} // namespace plaint::routing
