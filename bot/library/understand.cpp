#include "bot/library/library.hpp"
#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/link.hpp"
#include "dialogs/kinds/recognise.hpp"
#include "locales/fold.hpp"

#include <algorithm>
#include <map>
#include <set>

// What a person's words may mean, whatever is being asked. The step decides what of it is of use.
namespace plaint::library {
namespace {

using dialogs::Candidate;
using dialogs::Meaning;
using kinds::Found;
using kinds::Kind;
using locales::Mention;

// In widths of letters; a Chinese character has two.
constexpr std::size_t answer_width_max = 40; // of words that may answer a question although they say more
constexpr std::size_t correction_width_max = 160; // of words that put something right
constexpr std::size_t correction_begins_max = 48; // where they say so
constexpr std::size_t name_distance_max = 16;     // of a field from the value that it names
constexpr std::size_t denial_distance_max = 4;    // of "not" from a number
constexpr std::size_t links_max = 50;

// On a telephone's keys the star after digits is the X that ends some numbers, and the hash only says "done".
std::string without_keys(std::string raw) {
    if (raw.size() > 1 && raw.ends_with('#')) raw.pop_back();
    const std::string_view digits(raw.data(), raw.empty() ? 0 : raw.size() - 1);
    const bool number = digits.size() > 1 && digits.find_first_not_of("0123456789") == std::string_view::npos;
    if (number && raw.back() == '*') raw.back() = 'X';
    return raw;
}

class Reading {
  public:
    Reading(const Library& library, dialogs::Input& input)
        : library_(library), input_(input), text_(kinds::comparable({input.raw, input.folded})) {
        taken_.resize(text_.size());
    }

    void read() {
        const kinds::Tables tables{library_.content->directory.regions(),
                                   library_.content->directory.links()};
        input_.facts = kinds::recognise({input_.raw, input_.folded}, tables, input_.today);
        for (const Found& found : input_.facts) take(found.begin, found.end);
        find_platforms();
        std::set<std::string> kinds;
        for (const Found& fact : input_.facts) kinds.emplace(name_of(fact.kind));
        const std::vector<Mention> found = library_.languages.mentions().find(text_, taken_, kinds);
        mentions_.insert(mentions_.end(), found.begin(), found.end());
        add_regions();
        add_registrations(tables);
        for (Found& fact : input_.facts) look_around(fact);
        std::erase_if(input_.facts, [&](Found& fact) { return belongs_to_nobody(fact); });
        note_replaced();
        note_denied();
        add_options();
        note_correction();
        note_answers();
        std::ranges::stable_sort(input_.facts, {}, &Found::begin);
    }

  private:
    std::size_t index_of(std::size_t byte) const {
        const auto at = std::ranges::lower_bound(text_, byte, {}, &kinds::Character::begin);
        return static_cast<std::size_t>(at - text_.begin());
    }
    std::size_t width() const { return locales::width_of(text_, 0, text_.size()); }

    void take(std::size_t begin, std::size_t end) {
        std::fill(taken_.begin() + static_cast<std::ptrdiff_t>(index_of(begin)),
                  taken_.begin() + static_cast<std::ptrdiff_t>(index_of(end)), true);
    }

    // A link tells its platform, be it too short to tell the item; and its letters are no words.
    void find_platforms() {
        const std::string_view raw =
            std::string_view(input_.raw).substr(0, text_.empty() ? 0 : text_.back().end);
        for (const kinds::LinkSpan& span : kinds::find_links(raw, links_max)) {
            take(span.begin, span.end);
            const std::string id = kinds::platform_of(span.url, library_.content->directory.links());
            for (Mention mention : library_.languages.mentions().of_platform(id)) {
                mention.begin = index_of(span.begin);
                mention.end = index_of(span.end);
                mentions_.push_back(std::move(mention));
            }
        }
    }

    bool is_asked_as(const std::string& path, Kind kind) const {
        const content::FieldRow* row = library_.content->fields.find(path);
        return row != nullptr && row->kind == kind;
    }

    bool names(const Mention& mention, Kind kind) const {
        return mention.of == Mention::Of::field && is_asked_as(mention.path, kind);
    }

    std::size_t after_joints(std::size_t at) const {
        constexpr std::u32string_view joints = U" :：=是在为於于：";
        while (at < text_.size() && joints.find(text_[at].code) != std::u32string_view::npos) ++at;
        return at;
    }

    // The short name of a place is too often another word, but not beside a word that asks for a place.
    void add_regions() {
        const kinds::Regions& regions = library_.content->directory.regions();
        for (const Mention& mention : mentions_) {
            if (!names(mention, Kind::region)) continue;
            auto found = mention.behind ? kinds::region_until(text_, mention.begin, regions)
                                        : kinds::region_from(text_, after_joints(mention.end), regions);
            if (found) add(std::move(*found));
        }
    }

    void add(Found found) {
        const auto overlaps = [&](const Found& known) {
            return found.begin < known.end && known.begin < found.end;
        };
        if (std::ranges::none_of(input_.facts, overlaps)) input_.facts.push_back(std::move(found));
    }

    // Numbers that are digits and nothing else are some register's only where it is named.
    void add_registrations(const kinds::Tables& tables) {
        for (const Mention& mention : mentions_) {
            const bool registration =
                names(mention, Kind::trademark_number) || names(mention, Kind::copyright_number) ||
                names(mention, Kind::gi_number) || names(mention, Kind::customs_record) ||
                names(mention, Kind::plant_variety_number);
            if (!registration || mention.behind) continue;
            const std::size_t begin = after_joints(mention.end);
            std::size_t end = begin;
            const auto goes_on = [](char32_t code) {
                return kinds::is_alnum(code) || code == U'-' || code == U'/' || code == U'.';
            };
            while (end < text_.size() && goes_on(text_[end].code)) ++end;
            while (end > begin && !kinds::is_alnum(text_[end - 1].code)) --end;
            if (begin == end) continue;
            const Kind kind = library_.content->fields.find(mention.path)->kind;
            std::string said;
            for (std::size_t at = begin; at < end; ++at) kinds::append_utf8(said, text_[at].code);
            kinds::Verdict verdict = kinds::validate(kind, {said, said}, tables, input_.today, {});
            if (!verdict.ok) continue;
            add({.kind = kind,
                 .value = std::move(verdict.value),
                 .begin = text_[begin].begin,
                 .end = text_[end - 1].end});
        }
    }

    // Whose the fact is that nothing names: of the side that was spoken of last in its sentence.
    const Mention* side_of(const Found& fact) const {
        const std::size_t begin = index_of(fact.begin);
        const Mention* side = nullptr;
        for (const Mention& one : mentions_) {
            const bool tells = one.of == Mention::Of::own_side || one.of == Mention::Of::other_side;
            if (!tells || one.end > begin || locales::ends_sentence(text_, one.end, begin)) continue;
            if (side == nullptr || one.end >= side->end) side = &one;
        }
        return side;
    }

    // A number of the other side's is meant for the other side's field, and for none where there is no such field.
    bool belongs_to_nobody(Found& fact) const {
        static constexpr std::string_view other = "respondents[]";
        const bool somebodys = fact.kind == Kind::phone || fact.kind == Kind::email ||
                               fact.kind == Kind::credit_code || fact.kind == Kind::resident_id;
        if (!somebodys) return false;
        const Mention* side = side_of(fact);
        if (side == nullptr || side->of != Mention::Of::other_side) return false;
        std::erase_if(fact.paths, [](const std::string& path) { return !path.starts_with(other); });
        if (!fact.paths.empty()) return false;
        for (const auto& [path, row] : library_.content->fields.rows)
            if (row.kind == fact.kind && path.starts_with(other)) fact.paths.push_back(path);
        return fact.paths.empty();
    }

    // Which fields are named right beside the value, the nearest first, and whether it is denied.
    void look_around(Found& fact) const {
        const std::size_t begin = index_of(fact.begin);
        const std::size_t end = index_of(fact.end);
        std::size_t nearest = name_distance_max + 1;
        for (const Mention& mention : mentions_) {
            const bool is_before = mention.end <= begin;
            const std::size_t from = is_before ? mention.end : end;
            const std::size_t to = is_before ? begin : mention.begin;
            if (from > to || locales::breaks_off(text_, from, to)) continue;
            const std::size_t distance = locales::width_of(text_, from, to);
            if (is_before && mention.of == Mention::Of::denial && distance <= denial_distance_max)
                fact.denied = true;
            if (!names(mention, fact.kind) || mention.behind == is_before || distance > nearest) continue;
            if (distance < nearest) fact.paths.clear();
            nearest = distance;
            if (std::ranges::find(fact.paths, mention.path) == fact.paths.end())
                fact.paths.push_back(mention.path);
        }
    }

    // "The number is X, no, wrong, it is Y": of two values of a kind with such words between them the first is denied.
    void note_replaced() {
        for (const Mention& cue : mentions_) {
            if (cue.of != Mention::Of::correction) continue;
            Found* before = nullptr;
            for (Found& fact : input_.facts)
                if (index_of(fact.end) <= cue.begin && (before == nullptr || fact.begin > before->begin))
                    before = &fact;
            if (before == nullptr) continue;
            const bool again = std::ranges::any_of(input_.facts, [&](const Found& fact) {
                return fact.kind == before->kind && index_of(fact.begin) >= cue.end &&
                       fact.value != before->value;
            });
            if (again) before->denied = true;
        }
    }

    // What is denied may have been said before and is right after all elsewhere in the text; then it counts as denied.
    void note_denied() {
        for (const Mention& one : mentions_)
            if (one.of == Mention::Of::option && one.denied) denied_[one.path].push_back(one.value);
    }

    bool is_denied(const Mention& one) const {
        const auto denied = denied_.find(one.path);
        return denied != denied_.end() &&
               std::ranges::find(denied->second, one.value) != denied->second.end();
    }

    Found option(const Mention& one, bool denied) const {
        return {.kind = Kind::choice,
                .value = one.value,
                .begin = text_[one.begin].begin,
                .end = text_[one.end - 1].end,
                .denied = denied,
                .paths = {one.path}};
    }

    // Of a question that is asked once, a text that names several options names none: the question tells sooner.
    void add_options() {
        std::map<std::string, std::vector<const Mention*>> said;
        for (const bool weak : {false, true})
            for (const Mention& one : mentions_) {
                if (one.of != Mention::Of::option || one.weak != weak || is_denied(one)) continue;
                auto& of_field = said[one.path];
                const bool stronger = weak && !of_field.empty() && !of_field.front()->weak;
                const auto same = [&](const Mention* other) { return other->value == one.value; };
                if (!stronger && std::ranges::none_of(of_field, same)) of_field.push_back(&one);
            }
        for (const auto& [path, of_field] : said)
            if (of_field.size() == 1 || path.find("[]") != std::string::npos)
                for (const Mention* one : of_field) input_.facts.push_back(option(*one, false));
        for (const Mention& one : mentions_)
            if (one.of == Mention::Of::option && one.denied) input_.facts.push_back(option(one, true));
    }

    // "The phone is wrong", "not Taobao but JD": in a long text such words belong to a story.
    void note_correction() {
        if (width() > correction_width_max) return;
        const auto is_cue = [&](const Mention& one) {
            return one.of == Mention::Of::correction &&
                   locales::width_of(text_, 0, one.begin) <= correction_begins_max;
        };
        const auto is_replaced = [&](const Found& fact) {
            return !fact.denied && fact.kind == Kind::choice && denied_.contains(fact.paths.front());
        };
        input_.corrects =
            std::ranges::any_of(mentions_, is_cue) || std::ranges::any_of(input_.facts, is_replaced);
        if (!input_.corrects) return;
        const auto named = std::ranges::find_if(
            mentions_, [&](const Mention& one) { return one.of == Mention::Of::field && !one.behind; });
        if (named == mentions_.end()) return;
        if (add_text(*named)) return;
        const bool alone = std::ranges::all_of(input_.facts, &Found::denied);
        if (alone && width() <= answer_width_max)
            input_.candidates.push_back(
                {.meaning = Meaning::command, .what = "change", .targets = paths_at(*named)});
    }

    // All fields that go by the name that stands there.
    std::vector<std::string> paths_at(const Mention& named) const {
        std::vector<std::string> paths;
        for (const Mention& one : mentions_)
            if (one.of == Mention::Of::field && one.begin == named.begin && one.end == named.end)
                paths.push_back(one.path);
        return paths;
    }

    // "The shop's name is wrong, it should be X": what is said for a field that takes any words.
    bool add_text(const Mention& named) {
        std::vector<std::string> paths;
        for (std::string& path : paths_at(named))
            if (is_asked_as(path, Kind::text)) paths.push_back(std::move(path));
        if (paths.empty()) return false;
        const Mention* cue = nullptr;
        for (const Mention& one : mentions_)
            if (one.of == Mention::Of::value && one.begin >= named.end &&
                (cue == nullptr || one.begin < cue->begin))
                cue = &one;
        if (cue == nullptr) return false;
        std::size_t begin = after_joints(cue->end);
        std::size_t end = text_.size();
        constexpr std::u32string_view marks = U" ,，.。!！;；:：\"“”";
        while (begin < end && marks.find(text_[begin].code) != std::u32string_view::npos) ++begin;
        while (end > begin && marks.find(text_[end - 1].code) != std::u32string_view::npos) --end;
        if (begin == end) return false;
        const std::size_t from = text_[begin].begin;
        input_.facts.push_back({.kind = Kind::text,
                                .value = input_.raw.substr(from, text_[end - 1].end - from),
                                .begin = from,
                                .end = text_[end - 1].end,
                                .paths = std::move(paths)});
        return true;
    }

    // Whoever says little beside an option chooses it; a question chooses nothing.
    void note_answers() {
        const bool asks = input_.folded.ends_with('?') || input_.folded.ends_with("吗");
        if (asks || width() > answer_width_max) return;
        for (const Mention& one : mentions_) {
            const bool option = one.of == Mention::Of::option || one.of == Mention::Of::word;
            if (!option || one.denied || is_denied(one)) continue;
            input_.within.push_back({.meaning = Meaning::option, .what = one.path + "." + one.value});
        }
    }

    const Library& library_;
    dialogs::Input& input_;
    std::vector<kinds::Character> text_;
    std::vector<bool> taken_;
    std::vector<Mention> mentions_;
    std::map<std::string, std::vector<std::string>> denied_; // options by field
};

} // namespace

void understand(const Library& library, std::string_view locale, dialogs::Input& input) {
    if (input.said != dialogs::Said::words) return;
    const bool keyed = input.modality == dialogs::Modality::voice;
    if (keyed) input.raw = without_keys(std::move(input.raw));
    input.folded = locales::fold(input.raw);
    // A control says exactly what it means; what it shows beside that is for people.
    input.candidates =
        library.languages.understand(locale, input.value.empty() ? input.folded : locales::fold(input.value));
    // These keys mean it only when they are alone.
    if (keyed && (input.folded == "0" || input.folded == "*"))
        input.candidates = {{.meaning = Meaning::command, .what = input.folded == "0" ? "person" : "back"}};
    // A word that is known is no carrier of facts; only other texts are searched for them.
    if (!input.candidates.empty() || !input.value.empty()) return;
    input.number = library.languages.number_chosen(input.folded);
    Reading(library, input).read();
}

} // namespace plaint::library
