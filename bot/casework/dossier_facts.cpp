#include "bot/casework/dossier_facts.hpp"

#include "bot/casework/dossier_text.hpp"
#include "bot/support/clock.hpp"
#include "dialogs/engine/recording.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <unordered_set>
#include <utility>

namespace plaint::casework {
namespace {

using Json = nlohmann::json;
using dialogs::Answer;
using dialogs::State;

using Written = std::map<std::string, std::string>;
using WrittenLists = std::map<std::string, std::vector<std::string>>;

std::string object_of(const Written& members) {
    std::string out;
    for (const auto& [path, text] : members) {
        append_quoted(out.append(out.empty() ? "{" : ","), path);
        out.append(":").append(text);
    }
    return out.append(out.empty() ? "{}" : "}");
}

std::string object_of(const WrittenLists& lists) {
    Written members;
    for (const auto& [path, texts] : lists) {
        std::string list;
        for (const std::string& text : texts) list.append(list.empty() ? "[" : ",").append(text);
        members[path] = list.append("]");
    }
    return object_of(members);
}

class FactsWriter {
  public:
    FactsWriter(const dialogs::Tree& tree, const dialogs::Session& session, Evidence& evidence)
        : tree_(tree), session_(session), evidence_(evidence) {}

    Facts write(const Projection& live) {
        Facts out{.nested = Json::object(), .unassigned_files = Json::array()};
        for (const auto& [path, value] : session_.given) set_at(out.nested, path, value);
        for (const LiveFact& fact : live.facts) {
            set_at(out.nested, fact.path, said(*fact.answer, Files::packed));
            provenance_[fact.path] = provenance(fact);
            if (fact.slot == nullptr) continue;
            live_.insert(fact.slot);
            for (const Answer& earlier : fact.slot->history) superseded_[fact.path].push_back(told(earlier));
        }
        for (const LiveGroup& group : live.groups) write_group(group, out.nested);
        aside_scope(session_.root, 0, "");
        for (const dialogs::Orphan& orphan : session_.orphans) {
            std::vector<std::string>& told_of = set_aside_["#" + std::to_string(orphan.ref.what)];
            for (const Answer& earlier : orphan.slot.history) told_of.push_back(told(earlier));
            if (orphan.slot.answer != nullptr) told_of.push_back(told(*orphan.slot.answer));
        }
        for (const dialogs::Fact& fact : session_.facts)
            for (const dialogs::FileRef& file : fact.files) {
                Json one = file_json(file, Files::packed);
                one["turn"] = fact.turn;
                out.unassigned_files.push_back(std::move(one));
            }
        // What a caller left for the staff to hear is no answer.
        for (const auto& [id, file] : session_.recordings)
            if (!heard_.contains(id)) out.unassigned_files.push_back(recording(id));
        out.provenance = object_of(provenance_);
        out.superseded = object_of(superseded_);
        out.set_aside = object_of(set_aside_);
        return out;
    }

  private:
    // Only what stands in the dossier goes into its package; of superseded files the digest is kept.
    enum class Files { packed, named };

    Json file_json(const dialogs::FileRef& file, Files files,
                   Evidence::Shelf shelf = Evidence::Shelf::evidence) {
        Json out = {{"sha256", file.sha256},
                    {"name", file.name},
                    {"media_type", file.media_type},
                    {"size_bytes", file.size_bytes}};
        if (files == Files::packed) out["path"] = evidence_.place(file, shelf);
        return out;
    }

    Json said(const Answer& answer, Files files) {
        switch (answer.state) {
        case State::value: break;
        case State::none: return {{"none", answer.reason}};
        case State::unverified: return {{"unverified", words(answer.reason)}};
        default: return {{name_of(answer.state), true}};
        }
        if (const auto* list = std::get_if<std::vector<dialogs::FileRef>>(&answer.value)) {
            Json out = Json::array();
            for (const dialogs::FileRef& file : *list) out.push_back(file_json(file, files));
            return out;
        }
        if (const auto* flag = std::get_if<bool>(&answer.value)) return *flag;
        if (const auto* number = std::get_if<std::int64_t>(&answer.value)) return *number;
        if (const auto* text = std::get_if<std::string>(&answer.value)) return words(*text);
        return nullptr;
    }

    // What was only spoken points to its recording, for people to hear and to type.
    Json words(const std::string& text) {
        const auto id = dialogs::recording_of(text);
        return id ? recording(std::string(*id)) : Json(text);
    }

    // One that has not been fetched yet is named all the same; its file goes over with the next version. It goes over even
    // where other words have taken its place: those that were typed are only what somebody heard in it.
    Json recording(const std::string& id) {
        heard_.insert(id);
        const auto found = session_.recordings.find(id);
        Json out = found != session_.recordings.end()
                       ? file_json(found->second, Files::packed, Evidence::Shelf::recordings)
                       : Json::object();
        out["recording"] = id;
        return out;
    }

    // Where an answer comes from. Dossiers are mostly this, so it is written without a value in between; what else
    // belongs to it, the question or the value, stands at its place in the alphabet.
    std::string origin(const Answer& answer, std::string_view question = {},
                       std::string_view value = {}) const {
        const auto named = [](const std::vector<std::string>& names, std::uint8_t index) {
            return index < names.size() ? std::string_view(names[index]) : std::string_view();
        };
        std::string out = "{\"at\":";
        append_quoted(out, support::rfc3339_utc(answer.at_ms));
        append_quoted(out.append(",\"channel\":"), name_of(answer.channel));
        append_quoted(out.append(",\"content\":"), named(session_.contents, answer.content));
        append_quoted(out.append(",\"locale\":"), named(session_.locales, answer.locale));
        if (!question.empty()) append_quoted(out.append(",\"question\":"), question);
        out.append(",\"tries\":").append(std::to_string(answer.tries));
        out.append(",\"turn\":").append(std::to_string(answer.turn));
        if (!value.empty()) out.append(",\"value\":").append(value);
        return out.append(",\"visit\":").append(std::to_string(answer.visit)).append("}");
    }

    std::string told(const Answer& answer) {
        return origin(answer, {}, bytes_of(said(answer, Files::named)));
    }

    std::string provenance(const LiveFact& fact) const {
        if (fact.leaf == nullptr) return R"({"derived":true})";
        // The walk puts off what a channel cannot carry; nobody said so.
        if (fact.slot->answer.get() != fact.answer) return R"({"put_off_by":"channel"})";
        // Known before the dialog began, so never said in a turn.
        if (fact.answer->turn == 0) return R"({"given":true})";
        return origin(*fact.answer, fact.leaf->id != fact.leaf->path ? fact.leaf->id : std::string_view());
    }

    // A group without items is its formal answer, or an empty list.
    void write_group(const LiveGroup& group, Json& nested) {
        if (group.closed != nullptr) provenance_[group.path + ".more"] = told(*group.closed);
        if (group.items > 0) return;
        if (group.closed == nullptr) {
            set_at(nested, group.path, {{"later", true}});
            provenance_[group.path + ".more"] = R"({"put_off_by":"channel"})";
        } else {
            const bool formal = !group.closed->has_value();
            set_at(nested, group.path, formal ? said(*group.closed, Files::named) : Json::array());
        }
    }

    // Answers that are kept but do not count now, those in removed and withdrawn items included.
    void aside_scope(const dialogs::Scope& scope, std::uint16_t shape, const std::string& prefix) {
        for (const std::uint32_t index : tree_.leaves_of_scope[shape]) {
            const dialogs::Leaf& leaf = tree_.leaves[index];
            const dialogs::Slot& slot = scope.slots[leaf.slot];
            if (live_.contains(&slot)) continue;
            // That something was put off says nothing; what was said before that is kept all the same.
            const bool says = slot.answer != nullptr && slot.answer->state != State::later;
            if (!says && slot.history.empty()) continue;
            auto& list = set_aside_[within(prefix, leaf.id)];
            for (const Answer& earlier : slot.history) list.push_back(told(earlier));
            if (says) list.push_back(told(*slot.answer));
        }
        for (const std::uint32_t index : tree_.groups_of_scope[shape]) {
            const dialogs::Group& group = tree_.groups[index];
            const dialogs::GroupState& state = scope.groups[group.index];
            const std::string path = within(prefix, group.path);
            for (std::size_t i = 0; i < state.items.size(); ++i)
                aside_scope(state.items[i].scope, group.scope, path + "[" + std::to_string(i) + "]");
            // Positions are those of the items that count; the others go by their ids.
            for (const auto* gone : {&state.withdrawn, &state.removed})
                for (const dialogs::Item& item : *gone)
                    aside_scope(item.scope, group.scope, path + "[#" + std::to_string(item.id) + "]");
        }
    }

    // "respondents[0]" and "respondents[].links[].url" as "respondents[0].links[].url".
    static std::string within(const std::string& prefix, const std::string& id) {
        if (prefix.empty()) return id;
        std::size_t from = 0;
        for (const char c : prefix)
            if (c == ']') from = id.find(']', from) + 1;
        return prefix + id.substr(from);
    }

    const dialogs::Tree& tree_;
    const dialogs::Session& session_;
    Evidence& evidence_;
    std::unordered_set<const dialogs::Slot*> live_;
    std::unordered_set<std::string> heard_; // ids of recordings that are answers, or were
    Written provenance_;
    WrittenLists superseded_, set_aside_;
};

// Of a root that may be written, or only read.
template<class Root>
Root* found_at(Root& root, std::string_view path) {
    Root* at = &root;
    while (!path.empty()) {
        const std::size_t end = path.find_first_of(".[");
        if (path.front() == '[') {
            const std::size_t close = std::min(path.find(']'), path.size() - 1);
            std::size_t position = 0;
            for (const char c : path.substr(1, close - 1))
                position = position * 10 + static_cast<std::size_t>(c - '0');
            if (!at->is_array() || position >= at->size()) return nullptr;
            at = &(*at)[position];
            path.remove_prefix(close + 1);
        } else {
            if (!at->is_object()) return nullptr;
            const auto found = at->find(std::string(path.substr(0, end)));
            if (found == at->end()) return nullptr;
            at = &*found;
            path.remove_prefix(end == std::string_view::npos ? path.size() : end);
        }
        if (path.starts_with('.')) path.remove_prefix(1);
    }
    return at;
}

} // namespace

const std::string& Evidence::place(const dialogs::FileRef& file, Shelf shelf) {
    const auto [at, is_new] = by_sha256_.try_emplace(file.sha256);
    if (is_new) {
        constexpr std::array<const char*, 2> folders{"data/evidence/", "data/recordings/"};
        const auto which = static_cast<std::size_t>(shelf);
        std::array<char, 24> number{};
        std::snprintf(number.data(), number.size(), "%04zu", ++on_shelf_[which]);
        at->second = {folders[which] + std::string(number.data()) + "." +
                          std::string(extension_of(file.media_type)),
                      file.media_type, file.size_bytes};
    }
    return at->second.path;
}

Json Evidence::list() const {
    std::map<std::string, Json> by_path;
    for (const auto& [sha256, entry] : by_sha256_)
        by_path[entry.path] = {{"path", entry.path},
                               {"sha256", sha256},
                               {"media_type", entry.media_type},
                               {"size_bytes", entry.size_bytes}};
    Json out = Json::array();
    for (auto& [path, entry] : by_path) out.push_back(std::move(entry));
    return out;
}

std::string_view extension_of(std::string_view media_type) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 23> known{{
        {"application/pdf", "pdf"},
        {"application/zip", "zip"},
        {"application/msword", "doc"},
        {"application/vnd.ms-excel", "xls"},
        {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
        {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
        {"audio/AMR", "amr"},
        {"audio/mp4", "m4a"},
        {"audio/mpeg", "mp3"},
        {"audio/ogg", "ogg"},
        {"audio/wav", "wav"},
        {"audio/x-wav", "wav"},
        {"image/bmp", "bmp"},
        {"image/gif", "gif"},
        {"image/heic", "heic"},
        {"image/jpeg", "jpg"},
        {"image/png", "png"},
        {"image/tiff", "tif"},
        {"image/webp", "webp"},
        {"text/plain", "txt"},
        {"video/mp4", "mp4"},
        {"video/quicktime", "mov"},
        {"video/webm", "webm"},
    }};
    for (const auto& [type, extension] : known)
        if (media_type == type) return extension;
    return "bin";
}

void set_at(Json& root, std::string_view path, Json value) {
    Json* at = &root;
    while (!path.empty()) {
        const std::size_t end = path.find_first_of(".[");
        if (path.front() == '[') {
            const std::size_t close = path.find(']');
            at = &(*at)[static_cast<std::size_t>(std::stoul(std::string(path.substr(1, close - 1))))];
            path.remove_prefix(close + 1);
        } else {
            at = &(*at)[std::string(path.substr(0, end))];
            path.remove_prefix(end == std::string_view::npos ? path.size() : end);
        }
        if (path.starts_with('.')) path.remove_prefix(1);
    }
    *at = std::move(value);
}

const Json* at_path(const Json& root, std::string_view path) { return found_at(root, path); }
Json* at_path(Json& root, std::string_view path) { return found_at(root, path); }

Facts facts_of(const dialogs::Tree& tree, const dialogs::Session& session, const Projection& live,
               Evidence& evidence) {
    return FactsWriter(tree, session, evidence).write(live);
}

} // namespace plaint::casework
