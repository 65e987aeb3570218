#include "tests/simulation/person.hpp"

#include <array>

namespace plaint::tests {
namespace {

using namespace dialogs;
using kinds::Kind;

constexpr std::array<std::string_view, 5> region_codes{"330782", "330100", "110105", "440300", "650100"};

std::string patent_number(Chance& chance) {
    constexpr std::array weights{2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};
    constexpr std::array<std::string_view, 3> types{"1", "2", "3"};
    const std::string digits =
        std::to_string(chance.between(2004, 2025)) + std::string(chance.one_of(types)) + chance.digits(7);
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += (digits[i] - '0') * weights[i];
    const int rest = sum % 11;
    return digits + "." + (rest == 10 ? "X" : std::to_string(rest));
}

std::string resident_id(Chance& chance) {
    constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    const std::string digits = "330106" + std::to_string(chance.between(1950, 2000)) + "0" +
                               std::to_string(chance.between(1, 9)) + std::to_string(chance.between(10, 28)) +
                               chance.digits(3);
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += (digits[i] - '0') * weights[i];
    return digits + "10X98765432"[sum % 11];
}

std::string credit_code(Chance& chance) {
    constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    constexpr std::array weights{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    const std::string code = "91330106MA2" + chance.digits(6);
    std::size_t sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum += alphabet.find(code[i]) * static_cast<std::size_t>(weights[i]);
    return code + alphabet[(31 - sum % 31) % 31];
}

} // namespace

Person::Person(const Tree& tree, Chance& chance)
    : tree_(tree),
      chance_(chance),
      commands_(static_cast<unsigned>(chance.below(60))),
      mistakes_(static_cast<unsigned>(chance.below(80))),
      facts_(static_cast<unsigned>(chance.below(30))),
      files_(static_cast<unsigned>(chance.below(20))),
      formal_(static_cast<unsigned>(chance.below(500))),
      silence_(static_cast<unsigned>(chance.below(20))),
      more_(static_cast<unsigned>(chance.below(350))) {}

std::string Person::value_of(Kind kind, std::int64_t min, std::int64_t max) {
    switch (kind) {
    case Kind::number:
        return std::to_string(chance_.between(std::max<std::int64_t>(min, 1),
                                              std::min<std::int64_t>(std::max<std::int64_t>(max, 1), 30)));
    case Kind::date:
        return std::to_string(chance_.between(2005, 2024)) + "-0" + std::to_string(chance_.between(1, 9)) +
               "-1" + std::to_string(chance_.between(0, 9));
    case Kind::region: return std::string(chance_.one_of(region_codes));
    case Kind::phone: return "138" + chance_.digits(8);
    case Kind::email: return "a" + chance_.digits(4) + "@example.com";
    case Kind::link:
        return "https://item.taobao.com/item.htm?id=6377908" + std::to_string(chance_.between(10000, 99999));
    case Kind::patent_number: return patent_number(chance_);
    case Kind::credit_code: return credit_code(chance_);
    case Kind::resident_id: return resident_id(chance_);
    case Kind::trademark_number: return "1234" + chance_.digits(4);
    case Kind::copyright_number: return "2020SR1" + chance_.digits(6);
    case Kind::gi_number: return "AGI2019-03-" + chance_.digits(5);
    case Kind::customs_record: return "T2019-" + chance_.digits(5);
    case Kind::plant_variety_number: return "CNA2016" + chance_.digits(4);
    case Kind::identity_paper: return "E" + chance_.digits(8);
    case Kind::postal_code: return "31" + chance_.digits(4);
    default:
        return std::string(static_cast<std::size_t>(std::max<std::int64_t>(min, 1)), 'w') + chance_.digits(3);
    }
}

std::vector<FileRef> Person::files() {
    std::vector<FileRef> files;
    for (std::size_t left = 1 + chance_.below(2); left > 0; --left) {
        const std::string name = chance_.digits(3) + ".jpg";
        files.push_back({std::string(61, 'a') + name.substr(0, 3), name, "image/jpeg", 1000});
    }
    return files;
}

void Person::words(Input& input, std::string text) {
    input.said = Said::words;
    input.folded = text;
    input.raw = std::move(text);
}

void Person::command(Input& input) {
    constexpr std::array<std::string_view, 11> names{"back", "back",   "back", "change",  "change", "remove",
                                                     "add",  "repeat", "why",  "missing", "help"};
    Candidate said{.meaning = Meaning::command, .what = std::string(chance_.one_of(names))};
    if (chance_.permille(30)) said.what = "person";
    if (chance_.permille(10)) said.what = "stop";
    if (chance_.permille(5)) said.what = "withdraw";
    const bool targeted = said.what == "change" || said.what == "remove" || said.what == "add";
    if (targeted && chance_.permille(700)) {
        if (said.what == "change" || tree_.groups.empty() || chance_.permille(300))
            said.targets = {chance_.one_of(tree_.fields).path};
        else
            said.targets = {chance_.one_of(tree_.groups).path};
        if (chance_.permille(300)) said.number = static_cast<std::uint32_t>(1 + chance_.below(3));
    }
    words(input, said.what);
    input.candidates = {std::move(said)};
}

void Person::facts(Input& input) {
    constexpr std::array kinds{Kind::link, Kind::patent_number, Kind::phone, Kind::email, Kind::date};
    words(input, "something that happened");
    input.corrects = chance_.permille(300);
    for (std::size_t left = 1 + chance_.below(3); left > 0; --left) {
        const Kind kind = chance_.one_of(kinds);
        kinds::Found found{.kind = kind, .value = value_of(kind, 0, 0), .doubtful = chance_.permille(100)};
        // Words around it name a field, which may be any.
        const Leaf& leaf = chance_.one_of(tree_.leaves);
        const bool recognised =
            leaf.kind != Kind::file && leaf.kind != Kind::yes_no && leaf.kind != Kind::number;
        if (recognised && chance_.permille(400)) {
            found.kind = leaf.kind;
            found.paths = {leaf.path};
            found.value =
                leaf.kind == Kind::choice ? chance_.one_of(leaf.options).value : value_of(leaf.kind, 0, 0);
            found.denied = chance_.permille(200);
        }
        input.facts.push_back(std::move(found));
    }
    if (chance_.permille(300)) asks(input);
}

// Some of the questions that the tree answers, or one that it does not.
void Person::asks(Input& input) {
    input.asks = true;
    if (tree_.answering.empty()) return;
    for (std::size_t left = chance_.below(4); left > 0; --left) {
        const Leaf& leaf = tree_.leaves[chance_.one_of(tree_.answering)];
        input.asked.push_back(
            {.meaning = Meaning::option, .what = leaf.path + "." + chance_.one_of(leaf.options).value});
    }
}

// What only happens on a telephone. Where words are asked for, most callers speak.
bool Person::calls(Input& input, const std::optional<Ask>& ask) {
    const bool speaks = ask && (ask->as == "text" || ask->as == "region");
    if (chance_.permille(speaks ? 400 : 10)) {
        input.said = Said::recording;
        input.value = chance_.permille(20) ? "no id" : "RE" + chance_.digits(4);
        return true;
    }
    if (!chance_.permille(ask ? 3 : 300)) return false;
    input.said = Said::person_failed;
    return true;
}

Input Person::speak(const std::optional<Ask>& ask, Modality modality) {
    Input input;
    input.person_available = chance_.permille(100);
    if (modality == Modality::voice && calls(input, ask)) return input;
    if (chance_.permille(silence_)) {
        input.said = Said::silence;
    } else if (chance_.permille(files_)) {
        input.said = Said::files;
        input.files = files();
    } else if (chance_.permille(facts_)) {
        facts(input);
    } else if (chance_.permille(commands_)) {
        command(input);
    } else if (!ask || chance_.permille(mistakes_)) {
        words(input, chance_.permille(500) ? "?" : chance_.digits(13));
    } else {
        const bool available = input.person_available;
        input = answer(*ask);
        input.person_available = available;
    }
    return input;
}

Input Person::answer(const Ask& ask) {
    Input input;
    const auto meaning = [&](Meaning one, std::string_view what = {}) {
        words(input, what.empty() ? "word" : std::string(what));
        input.candidates = {{.meaning = one, .what = std::string(what)}};
    };
    if (ask.offer && chance_.permille(ask.correcting ? 400 : 700)) {
        meaning(chance_.permille(700) || ask.correcting ? Meaning::keep : Meaning::drop);
        return input;
    }
    std::vector<std::string_view> formal;
    for (const State state : {State::later, State::none, State::unknown, State::skip, State::unverified})
        if (allows(ask.may, state)) formal.push_back(name_of(state));
    if (!formal.empty() && chance_.permille(formal_)) {
        meaning(Meaning::formal, chance_.one_of(formal));
        return input;
    }
    if (ask.path == "review") {
        if (chance_.permille(800))
            meaning(Meaning::confirm);
        else
            words(input, ask.options.empty() ? "1" : std::string(chance_.one_of(ask.options).value));
        input.value = input.candidates.empty() ? input.raw : "";
        return input;
    }
    if (ask.as == "yes_no") {
        // Consent and truth are mostly given: without them there is no submission.
        const unsigned yes = ask.path.ends_with(".more")                                          ? more_
                             : ask.path.starts_with("intake.") || ask.path == "declaration.truth" ? 950
                                                                                                  : 500;
        meaning(chance_.permille(yes) ? Meaning::yes : Meaning::no);
        return input;
    }
    if (ask.as == "choice") {
        words(input, ask.options.empty() ? "1" : std::string(chance_.one_of(ask.options).value));
        input.value = input.raw;
        return input;
    }
    if (ask.as == "file") {
        input.said = Said::files;
        input.files = files();
        return input;
    }
    words(input, value_of(kinds::kind_of(ask.as).value_or(Kind::text), ask.min, ask.max));
    return input;
}

} // namespace plaint::tests
