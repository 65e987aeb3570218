#include "bot/library/questions.hpp"
#include "dialogs/kinds/characters.hpp"
#include "dialogs/kinds/link.hpp"
#include "dialogs/kinds/recognise.hpp"
#include "locales/fold.hpp"

#include <algorithm>
#include <iterator>
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
using Guess = locales::Guesses::Guess;

// In widths of letters; a Chinese character has two.
constexpr std::size_t answer_width_max = 40; // of words that may answer a question although they say more
constexpr std::size_t correction_width_max = 160; // of words that put something right
constexpr std::size_t correction_begins_max = 48; // where they say so
constexpr std::size_t name_distance_max = 16;     // of a field from the value that it names
constexpr std::size_t denial_distance_max = 4;    // of "not" from a number
constexpr std::size_t own_distance_max = 2;       // of "our" from "factory in"
constexpr std::size_t question_width_max = 160;   // of words that ask something
constexpr std::size_t links_max = 50;
constexpr std::size_t quoted_length_max = 40; // characters of a name
constexpr std::size_t guess_width_min = 12;   // of words that make something likely without saying it
constexpr int guess_points_min = 5, guess_lead_min = 2; // of an option, and before the next one
constexpr int suggestion_points = 6;                    // of what a phrase suggests
constexpr std::string_view respondents = "respondents[]";

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
    Reading(const Library& library, const Questions& questions, dialogs::Input& input)
        : library_(library),
          input_(input),
          questions_(questions),
          text_(library.languages.mentions().spelt(kinds::comparable({input.raw, input.folded}))) {
        taken_.resize(text_.size());
    }

    void read() {
        const kinds::Tables tables{library_.content->directory.regions(),
                                   library_.content->directory.links()};
        input_.facts = kinds::recognise({input_.raw, input_.folded}, tables, input_.today);
        for (const Found& found : input_.facts) take(found.begin, found.end);
        find_platforms();
        take_names();
        std::set<std::string> kinds;
        for (const Found& fact : input_.facts) kinds.emplace(name_of(fact.kind));
        if (names_a_case()) kinds.emplace("case_number");
        if (is_one_question()) kinds.emplace("one_question");
        const std::vector<Mention> found = library_.languages.mentions().find(text_, taken_, kinds);
        std::ranges::copy_if(found, std::back_inserter(mentions_),
                             [&](const Mention& one) { return !is_own_place(one); });
        add_regions();
        add_registrations(tables);
        for (Found& fact : input_.facts) look_around(fact);
        for (Found& fact : input_.facts) note_side(fact);
        for (Found& fact : input_.facts) note_own_page(fact);
        note_replaced();
        note_denied();
        note_asked();
        add_options(kinds);
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

    // The number of a case ("IP-2026-330100-0000123"), which only somebody has who has complained before.
    bool names_a_case() const {
        constexpr std::u32string_view form = U"ip-####-######-";
        const auto fits = [](char32_t wanted, const kinds::Character& one) {
            return wanted == U'#' ? kinds::is_digit(one.code) : wanted == one.code;
        };
        return std::search(text_.begin(), text_.end(), form.begin(), form.end(),
                           [&](const kinds::Character& one, char32_t wanted) { return fits(wanted, one); }) !=
               text_.end();
    }

    // "Is there a fee?": whoever tells a story before the question has more than one sentence.
    bool is_one_question() const {
        return ends_as_question() && !locales::ends_sentence(text_, 0, end_of_words() - 1);
    }

    bool ends_as_question() const {
        constexpr std::u32string_view asking = U"?？吗嗎么麼";
        const std::size_t end = end_of_words();
        return end > 0 && asking.find(text_[end - 1].code) != std::u32string_view::npos;
    }

    std::size_t end_of_words() const {
        std::size_t end = text_.size();
        while (end > 0 && text_[end - 1].code == U' ') --end;
        return end;
    }

    // What a shop is called tells of nothing, whatever its words mean elsewhere.
    void take_names() {
        const std::u32string_view opening = U"“\"「『【", closing = U"”\"」』】";
        for (std::size_t at = 0; at < text_.size(); ++at) {
            const std::size_t mark = opening.find(text_[at].code);
            if (mark == std::u32string_view::npos) continue;
            std::size_t end = at + 1;
            while (end < text_.size() && end - at < quoted_length_max && text_[end].code != closing[mark])
                ++end;
            if (end == text_.size() || text_[end].code != closing[mark]) continue;
            if (library_.languages.mentions().names().around(text_, at, end + 1))
                take(text_[at].begin, text_[end].end);
            at = end;
        }
    }

    // "I sell on Tmall myself": where the other side sells stands elsewhere.
    bool is_own_place(const Mention& one) const {
        return one.of == Mention::Of::option && one.path.starts_with(respondents) &&
               library_.languages.mentions().own_places().around(text_, one.begin, one.end);
    }

    // The address of their own shop is no page of the other side's.
    void note_own_page(Found& fact) const {
        if (fact.kind != Kind::link) return;
        const std::size_t begin = index_of(fact.begin), end = index_of(fact.end);
        fact.denied = fact.denied || library_.languages.mentions().own_places().around(text_, begin, end);
    }

    bool is_asked_as(const std::string& path, Kind kind) const {
        const content::FieldRow* row = library_.content->fields.find(path);
        return row != nullptr && row->kind == kind;
    }

    bool names(const Mention& mention, Kind kind) const {
        return mention.of == Mention::Of::field && is_asked_as(mention.path, kind);
    }

    std::size_t after_joints(std::size_t at) const {
        constexpr std::u32string_view joints = U" :：=是在为於于：写的着显示填标第";
        for (;;) {
            at = after(at, joints);
            const auto joint = std::ranges::find_if(mentions_, [&](const Mention& one) {
                return one.of == Mention::Of::joint && one.begin == at;
            });
            if (joint == mentions_.end()) return at;
            at = joint->end;
        }
    }

    // The short name of a place is too often another word, but not beside a word that asks for a place.
    void add_regions() {
        const kinds::Regions& regions = library_.content->directory.regions();
        for (const Mention& mention : mentions_) {
            if (!names(mention, Kind::region) || is_of_own_side(mention)) continue;
            auto found = mention.behind ? kinds::region_until(text_, mention.begin, regions)
                                        : kinds::region_from(text_, after_joints(mention.end), regions);
            if (found && !(mention.behind && is_of_own_side(index_of(found->begin)))) add(std::move(*found));
        }
    }

    // "Our factory in Ningbo", "我们是宁波的一家公司": a place, and not the other side's.
    bool is_of_own_side(const Mention& name) const { return !name.behind && is_of_own_side(name.begin); }
    bool is_of_own_side(std::size_t at) const {
        return std::ranges::any_of(mentions_, [&](const Mention& one) {
            return one.of == Mention::Of::own_side && one.end <= at &&
                   locales::width_of(text_, one.end, at) <= own_distance_max;
        });
    }

    void add(Found found) {
        const auto overlaps = [&](const Found& known) {
            return found.begin < known.end && known.begin < found.end;
        };
        if (std::ranges::none_of(input_.facts, overlaps)) input_.facts.push_back(std::move(found));
    }

    std::size_t after(std::size_t at, std::u32string_view codes) const {
        while (at < text_.size() && codes.find(text_[at].code) != std::u32string_view::npos) ++at;
        return at;
    }

    bool is_at(std::size_t at, std::u32string_view words) const {
        return text_.size() - at >= words.size() &&
               std::equal(words.begin(), words.end(), text_.begin() + static_cast<std::ptrdiff_t>(at),
                          [](char32_t code, const kinds::Character& one) { return code == one.code; });
    }

    // "12345678，第25类", "12345678 in class 25": the class belongs to the number.
    std::size_t after_class(std::size_t number_end) const {
        constexpr std::u32string_view in = U"in ", word = U"class", sign = U"类";
        std::size_t at = after(number_end, U" ,，(（第号");
        if (is_at(at, in)) at += in.size();
        const bool named = is_at(at, word);
        const std::size_t digits = named ? after(at + word.size(), U" .") : at;
        const std::size_t end = after(digits, U"0123456789");
        if (at == number_end || end == digits || end - digits > 2) return number_end;
        if (named) return end;
        return is_at(end, sign) ? end + sign.size() : number_end;
    }

    static bool in_register(char32_t code) {
        return kinds::is_alnum(code) || code == U'-' || code == U'/' || code == U'.';
    }

    std::pair<std::size_t, std::size_t> number_from(std::size_t begin) const {
        std::size_t end = begin;
        while (end < text_.size() && in_register(text_[end].code)) ++end;
        while (end > begin && !kinds::is_alnum(text_[end - 1].code)) --end;
        return {begin, end};
    }

    // "第31245678号注册商标" has the name behind its number.
    std::pair<std::size_t, std::size_t> number_until(std::size_t end) const {
        std::size_t begin = end;
        while (begin > 0 && in_register(text_[begin - 1].code)) --begin;
        while (begin < end && !kinds::is_alnum(text_[begin].code)) ++begin;
        return {begin, end};
    }

    // Numbers that are digits and nothing else are some register's only where it is named.
    void add_registrations(const kinds::Tables& tables) {
        for (const Mention& mention : mentions_) {
            const bool registration =
                names(mention, Kind::trademark_number) || names(mention, Kind::copyright_number) ||
                names(mention, Kind::gi_number) || names(mention, Kind::customs_record) ||
                names(mention, Kind::plant_variety_number);
            if (!registration) continue;
            auto [begin, end] =
                mention.behind ? number_until(mention.begin) : number_from(after_joints(mention.end));
            if (begin == end) continue;
            if (names(mention, Kind::trademark_number)) end = after_class(end);
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

    // "13566667890（他们老板的）", "13700001234 is the seller's": what is said right behind tells whose it is.
    const Mention* side_behind(std::size_t end) const {
        const std::size_t blanks_end = after(end, U" ");
        std::size_t said = is_at(blanks_end, U"is ") ? blanks_end + 3 : after(blanks_end, U" (（是");
        if (said > blanks_end && is_at(said, U"the ")) said += 4;
        const auto side = std::ranges::find_if(mentions_, [&](const Mention& one) {
            const bool tells = one.of == Mention::Of::own_side || one.of == Mention::Of::other_side;
            return tells && one.begin == said;
        });
        return said > blanks_end && side != mentions_.end() ? &*side : nullptr;
    }

    // Whose the fact is that nothing names: of the side that was spoken of last in its sentence.
    const Mention* side_of(const Found& fact) const {
        const std::size_t begin = index_of(fact.begin);
        if (const Mention* behind = side_behind(index_of(fact.end))) return behind;
        const Mention* side = nullptr;
        for (const Mention& one : mentions_) {
            const bool tells = one.of == Mention::Of::own_side || one.of == Mention::Of::other_side;
            if (tells && one.end <= begin && (side == nullptr || one.end >= side->end)) side = &one;
        }
        return side != nullptr && !locales::ends_sentence(text_, side->end, begin) ? side : nullptr;
    }

    // A number of the other side's is meant for the other side's field, and is nobody's answer where there is none.
    void note_side(Found& fact) const {
        const bool somebodys = fact.kind == Kind::phone || fact.kind == Kind::email ||
                               fact.kind == Kind::credit_code || fact.kind == Kind::resident_id;
        if (!somebodys) return;
        const Mention* side = side_of(fact);
        if (side == nullptr || side->of != Mention::Of::other_side) return;
        std::erase_if(fact.paths, [](const std::string& path) { return !path.starts_with(respondents); });
        if (!fact.paths.empty()) return;
        for (const auto& [path, row] : library_.content->fields.rows)
            if (row.kind == fact.kind && path.starts_with(respondents)) fact.paths.push_back(path);
        fact.denied = fact.denied || fact.paths.empty();
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
            // No character is narrower than one, so that most are told apart without a look at the text between.
            if (from > to || to - from > name_distance_max || locales::breaks_off(text_, from, to)) continue;
            const std::size_t distance = locales::width_of(text_, from, to);
            if (is_before && mention.of == Mention::Of::denial && distance <= denial_distance_max)
                fact.denied = true;
            if (!names(mention, fact.kind) || mention.behind == is_before || distance > nearest) continue;
            if (mention.behind && fact.kind == Kind::region && is_of_own_side(begin)) continue;
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

    // Of a question that is asked once, one option is offered at most: the question tells sooner than a guess.
    void add_options(const std::set<std::string>& kinds) {
        std::map<std::string, std::vector<const Mention*>> said;
        for (const bool weak : {false, true})
            for (const Mention& one : mentions_) {
                if (one.of != Mention::Of::option || one.weak != weak || is_denied(one) ||
                    questions_.has(one.path))
                    continue;
                auto& of_field = said[one.path];
                const bool stronger = weak && !of_field.empty() && !of_field.front()->weak;
                const auto same = [&](const Mention* other) { return other->value == one.value; };
                if (!stronger && std::ranges::none_of(of_field, same)) of_field.push_back(&one);
            }
        std::vector<Guess> guesses;
        if (width() >= guess_width_min)
            guesses = library_.languages.mentions().guesses().weigh(text_, taken_, kinds);
        for (const Guess& guess : guesses) said[std::string(guess.path)];
        for (const auto& [path, of_field] : said) {
            const bool told = of_field.size() == 1 && !of_field.front()->weak;
            if (!told && path.find("[]") == std::string::npos)
                add_likeliest(path, of_field, guesses);
            else
                for (const Mention* one : of_field) input_.facts.push_back(option(*one, false));
        }
        for (const Mention& one : mentions_)
            if (one.of == Mention::Of::option && one.denied && !questions_.has(one.path))
                input_.facts.push_back(option(one, true));
    }

    // Phrases ask for an option wherever they stand, those that only suggest it where no other does.
    void note_asked() {
        input_.asks = ends_as_question() || std::ranges::any_of(mentions_, [](const Mention& one) {
                          return one.of == Mention::Of::asking;
                      });
        if (width() > question_width_max) return;
        for (const bool weak : {false, true})
            for (const Mention& one : mentions_) {
                const bool other = one.weak != weak || one.denied || is_denied(one);
                if (one.of != Mention::Of::option || other || !questions_.has(one.path)) continue;
                if (weak && !input_.asked.empty() && !suggested_) continue;
                suggested_ = weak;
                input_.asked.push_back({.meaning = Meaning::option, .what = one.path + "." + one.value});
            }
    }

    // What phrases suggest and what single words make likely are weighed together; only a clear lead is worth an offer.
    void add_likeliest(const std::string& path, const std::vector<const Mention*>& suggested,
                       const std::vector<Guess>& guesses) {
        struct Likely {
            Mention meant;
            int points = 0;
        };
        std::map<std::string, Likely> likely;
        for (const Mention* one : suggested) likely[one->value] = {*one, suggestion_points};
        for (const Guess& guess : guesses) {
            Mention meant{
                .path = path, .value = std::string(guess.value), .begin = guess.begin, .end = guess.end};
            if (guess.path != path || is_denied(meant)) continue;
            likely.try_emplace(meant.value, Likely{meant, 0}).first->second.points += guess.points;
        }
        const Likely* best = nullptr;
        for (const auto& [value, one] : likely)
            if (best == nullptr || one.points > best->points) best = &one;
        if (best == nullptr || best->points < guess_points_min) return;
        const bool clear = std::ranges::all_of(likely, [&](const auto& other) {
            return &other.second == best || other.second.points + guess_lead_min <= best->points;
        });
        if (clear) input_.facts.push_back(option(best->meant, false));
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

    const Mention* value_cue(const Mention& named) const {
        const Mention* cue = nullptr;
        for (const Mention& one : mentions_)
            if (one.of == Mention::Of::value && one.begin >= named.end &&
                (cue == nullptr || one.begin < cue->begin))
                cue = &one;
        return cue;
    }

    // "No, the shop's name is X", but not "the shop's name is wrong", nor "is not X". The name may end with its joint ("我叫").
    const Mention* joint_of(const Mention& named) const {
        const Mention* joint = nullptr;
        for (const Mention& one : mentions_) {
            const bool takes_back = one.of == Mention::Of::correction || one.of == Mention::Of::denial;
            if (takes_back && one.end > named.end) return nullptr;
            const bool ends_name = one.end == named.end && one.begin > named.begin;
            if (one.of == Mention::Of::joint && (ends_name || one.begin == after(named.end, U" ")))
                joint = &one;
        }
        return joint;
    }

    // "The shop's name is wrong, it should be X": what is said for a field that takes any words.
    bool add_text(const Mention& named) {
        std::vector<std::string> paths;
        for (std::string& path : paths_at(named))
            if (is_asked_as(path, Kind::text)) paths.push_back(std::move(path));
        if (paths.empty()) return false;
        const Mention* cue = value_cue(named);
        if (cue == nullptr) cue = joint_of(named);
        if (cue == nullptr) return false;
        std::size_t begin = after(cue->end, U" :：=是为");
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

    // Whoever says little beside an option chooses it; a question chooses nothing but what it asks.
    void note_answers() {
        const bool asks = ends_as_question() || !input_.asked.empty();
        const bool chooses = !asks && width() <= answer_width_max;
        for (const Mention& one : mentions_) {
            const bool option = one.of == Mention::Of::option || one.of == Mention::Of::word;
            if (!option || one.denied || is_denied(one)) continue;
            if (!chooses && (!questions_.has(one.path) || width() > question_width_max)) continue;
            input_.within.push_back({.meaning = Meaning::option, .what = one.path + "." + one.value});
        }
    }

    const Library& library_;
    dialogs::Input& input_;
    const Questions& questions_;
    std::vector<kinds::Character> text_;
    std::vector<bool> taken_;
    std::vector<Mention> mentions_;
    std::map<std::string, std::vector<std::string>> denied_; // options by field
    bool suggested_ = false;                                 // what is asked is only suggested
};
bool is_unexplained(const Candidate& one) { return one.meaning == Meaning::term && one.what.empty(); }

// "What is the procedure if someone on Taobao copies my patented cup?" asks for the meaning of no word, and tells a lot.
bool asks_at_length(const dialogs::Input& input) {
    const std::vector<kinds::Character> text = kinds::characters(input.folded);
    return locales::width_of(text, 0, text.size()) > answer_width_max &&
           std::ranges::all_of(input.candidates, is_unexplained);
}

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
    if (!input.value.empty()) return;
    dialogs::Input heard = input;
    const Questions questions(library);
    Reading(library, questions, heard).read();
    // The label of an option that is a question asks it wherever it is said.
    for (const Candidate& one : input.candidates)
        if (one.meaning == Meaning::option && questions.is_label(one.what, input.folded))
            heard.asked.push_back(one);
    // "What is the fee?" is explained by no glossary, and answered all the same.
    if (!heard.asked.empty()) {
        std::erase_if(input.candidates, is_unexplained);
        std::erase_if(heard.candidates, is_unexplained);
    }
    // A word that is known carries no facts. What can only be chosen after a submission means nothing before it.
    const auto is_known = [](const Candidate& one) {
        return one.meaning != Meaning::option || !one.what.starts_with("after.");
    };
    if (std::ranges::any_of(input.candidates, is_known) && !asks_at_length(input)) {
        input.asks = heard.asks;
        input.asked = std::move(heard.asked);
        return;
    }
    input = std::move(heard);
    input.number = library.languages.number_chosen(input.folded);
}

} // namespace plaint::library
