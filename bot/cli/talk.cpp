#include "bot/cli/talk.hpp"

#include "bot/casework/closing_words.hpp"
#include "bot/casework/deadlines.hpp"
#include "bot/casework/dossier.hpp"
#include "bot/casework/routing/route.hpp"
#include "bot/library/house_blanks.hpp"
#include "bot/support/clock.hpp"
#include "bot/support/receipt.hpp"
#include "dialogs/engine/checklist.hpp"
#include "dialogs/engine/codec.hpp"
#include "dialogs/engine/recording.hpp"
#include "dialogs/engine/walk.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>

namespace plaint::cli {
namespace {

using dialogs::Modality;

// "key: value   key: value": two spaces or more stand between the pairs.
std::map<std::string, std::string, std::less<>> pairs_of(std::string_view line) {
    std::map<std::string, std::string, std::less<>> pairs;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find("  "), line.size());
        const std::string_view pair = line.substr(0, end);
        line.remove_prefix(end);
        while (line.starts_with(' ')) line.remove_prefix(1);
        const std::size_t colon = pair.find(": ");
        if (colon != std::string_view::npos) pairs.emplace(pair.substr(0, colon), pair.substr(colon + 2));
    }
    return pairs;
}

std::optional<Modality> modality_of(std::string_view name) {
    if (name == "web") return Modality::web;
    if (name == "voice") return Modality::voice;
    return std::nullopt;
}

dialogs::Channel channel_of(Modality modality) {
    return modality == Modality::voice ? dialogs::Channel::phone : dialogs::Channel::web_chat;
}

// "2026-01-05T22:00+08:00", the only zone that the field knows.
std::optional<std::int64_t> time_of(std::string_view text) {
    if (text.size() != 22 || text[10] != 'T' || text[13] != ':' || !text.ends_with("+08:00"))
        return std::nullopt;
    const auto day = kinds::date_from_iso(text.substr(0, 10));
    int hour = -1;
    int minute = -1;
    std::from_chars(text.data() + 11, text.data() + 13, hour);
    std::from_chars(text.data() + 14, text.data() + 16, minute);
    if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
    return ((kinds::days_of(*day) * 24 + hour - 8) * 60 + minute) * 60'000;
}

// "(file: a.pdf, b.pdf)" has "file" as its form and "a.pdf, b.pdf" as its rest.
struct Form {
    std::string_view name, rest;
};
std::optional<Form> form_of(std::string_view said) {
    if (!said.starts_with('(') || !said.ends_with(')')) return std::nullopt;
    said = said.substr(1, said.size() - 2);
    const std::size_t colon = said.find(": ");
    if (colon == std::string_view::npos) return Form{said, {}};
    return Form{said.substr(0, colon), said.substr(colon + 2)};
}

// Files are named but not read: their content is made of the name, so that equal names are equal files.
std::vector<dialogs::FileRef> files_of(std::string_view names) {
    std::vector<dialogs::FileRef> files;
    while (!names.empty()) {
        const std::size_t end = std::min(names.find(", "), names.size());
        const std::string name(names.substr(0, end));
        names.remove_prefix(std::min(end + 2, names.size()));
        std::string sha256;
        for (std::uint64_t seed = 0; seed < 4; ++seed) {
            constexpr std::string_view digits = "0123456789abcdef";
            std::uint64_t hash = dialogs::hash_of(name, seed);
            for (int i = 0; i < 16; ++i, hash >>= 4U) sha256 += digits[hash & 15U];
        }
        const std::string type = name.ends_with(".pdf") ? "application/pdf" : "image/jpeg";
        files.push_back({sha256, name, type, 1000 + name.size()});
    }
    return files;
}

std::string_view words_of(dialogs::Effect effect) {
    switch (effect) {
    case dialogs::Effect::submit: return "submit";
    case dialogs::Effect::withdraw: return "withdraw";
    case dialogs::Effect::person: return "transfer operator";
    case dialogs::Effect::callback: return "call back";
    case dialogs::Effect::stopped: return "stopped";
    case dialogs::Effect::heard: return "keep recording";
    }
    return {};
}

nlohmann::json json_of(const dialogs::Answer& answer) {
    using dialogs::State;
    switch (answer.state) {
    case State::value: break;
    case State::none:
    case State::unverified: return {{std::string(name_of(answer.state)), answer.reason}};
    default: return {{std::string(name_of(answer.state)), true}};
    }
    if (const auto* flag = std::get_if<bool>(&answer.value)) return *flag;
    if (const auto* number = std::get_if<std::int64_t>(&answer.value)) return *number;
    if (const auto* text = std::get_if<std::string>(&answer.value)) {
        if (const auto id = dialogs::recording_of(*text)) return {{"recording", *id}};
        return *text;
    }
    nlohmann::json names = nlohmann::json::array();
    if (const auto* files = std::get_if<std::vector<dialogs::FileRef>>(&answer.value))
        for (const dialogs::FileRef& file : *files) names.push_back(file.name);
    return names;
}

} // namespace

std::string Setting::line() const {
    std::string line = "dialog: " + dialog + "   locale: " + locale +
                       "   channel: " + (modality == Modality::voice ? "voice" : "web") + "   at: " + at;
    if (operator_available) line += "   operator: available";
    if (!operator_later) line += "   operator: none";
    if (ask_language) line += "   language: asked";
    if (!speech) line += "   speech: recorded";
    if (withheld) line += "   caller: withheld";
    return line;
}

std::expected<Setting, std::string> Setting::parse(std::string_view line, const library::Library& library) {
    const auto pairs = pairs_of(line);
    const auto value = [&](std::string_view key, std::string_view otherwise) {
        const auto found = pairs.find(key);
        return found != pairs.end() ? found->second : std::string(otherwise);
    };
    for (const auto& [key, unused] : pairs)
        if (key != "dialog" && key != "locale" && key != "channel" && key != "at" && key != "operator" &&
            key != "language" && key != "speech" && key != "caller")
            return std::unexpected("\"" + key + "\" is nothing that the first line says");
    Setting setting{
        .dialog = value("dialog", ""), .locale = value("locale", "zh-Hans"), .at = value("at", "")};
    if (library.tree(setting.dialog) == nullptr)
        return std::unexpected("there is no dialog \"" + setting.dialog + "\"");
    if (library.languages.language(setting.locale).id != setting.locale)
        return std::unexpected("there is no locale \"" + setting.locale + "\"");
    const auto modality = modality_of(value("channel", "web"));
    if (!modality) return std::unexpected("the channel should be web or voice");
    setting.modality = *modality;
    const auto at = time_of(setting.at);
    if (!at) return std::unexpected("the time should be as 2026-01-05T22:00+08:00");
    setting.at_ms = *at;
    setting.operator_available = value("operator", "") == "available";
    setting.operator_later = value("operator", "") != "none";
    setting.speech = value("speech", "") != "recorded";
    setting.withheld = value("caller", "") == "withheld";
    setting.ask_language = value("language", "") == "asked";
    return setting;
}

Talk::Talk(const library::Library& library, const dialogs::Tree& tree, const Setting& setting)
    : library_(library),
      tree_(tree),
      locale_(setting.locale),
      modality_(setting.modality),
      at_ms_(setting.at_ms),
      operator_available_(setting.operator_available),
      operator_later_(setting.operator_later),
      line_{.speech = setting.speech, .records = true, .number = !setting.withheld},
      session_(tree) {
    std::map<std::string, std::string> given = Talk::given(modality_);
    if (!setting.ask_language) given.emplace("intake.locale", setting.locale);
    session_ = dialogs::begin_session(tree, at_ms_, std::move(given));
}

std::map<std::string, std::string> Talk::given(Modality modality) {
    return {{"intake.centre", "330100"}, {"intake.channel", std::string(name_of(channel_of(modality)))}};
}

Talk::Talk(const Talk& talk, const library::Library& library, const dialogs::Tree& tree,
           dialogs::Session session)
    : library_(library),
      tree_(tree),
      conversation_(talk.conversation_),
      locale_(talk.locale_),
      modality_(talk.modality_),
      at_ms_(talk.at_ms_),
      operator_available_(talk.operator_available_),
      operator_later_(talk.operator_later_),
      line_(talk.line_),
      session_(std::move(session)),
      waiting_(talk.waiting_),
      lead_(talk.lead_),
      parts_(talk.parts_),
      closing_(talk.closing_) {}

std::expected<Talk, std::string> Talk::moved(const Talk& talk, const library::Library& library,
                                             const dialogs::Tree& tree) {
    auto session = dialogs::decode(tree, dialogs::encode(talk.tree_, talk.session_));
    if (!session) return std::unexpected(std::move(session).error());
    return Talk(talk, library, tree, std::move(*session));
}

std::vector<std::string> Talk::begin() {
    dialogs::Input input;
    input.said = dialogs::Said::begin;
    return turn(std::move(input));
}

std::vector<std::string> Talk::hear(std::string_view said) {
    dialogs::Input input;
    const auto form = form_of(said);
    if (!form) {
        input.raw = said;
    } else if (form->name == "silence") {
        input.said = dialogs::Said::silence;
    } else if (form->name == "file") {
        input.said = dialogs::Said::files;
        input.files = files_of(form->rest);
    } else if (form->name == "button") {
        input.raw = input.value = form->rest;
    } else if (form->name == "opens") {
        input.said = dialogs::Said::begin;
    } else if (form->name == "comes back") {
        input.said = dialogs::Said::resume;
    } else if (form->name == "withdraws") {
        input.said = dialogs::Said::withdraw;
    } else if (form->name == "recording") {
        input.said = dialogs::Said::recording;
        input.value = form->rest;
    } else if (form->name == "nobody answers") {
        input.said = dialogs::Said::person_failed;
    } else if (form->name == "wrong key") {
        input.said = dialogs::Said::wrong_key;
    } else if (form->name == "language") {
        input.said = dialogs::Said::locale;
        locale_ = form->rest;
    } else if (form->name.starts_with("to ")) {
        input.to = form->name.substr(3);
        input.raw = form->rest;
    } else {
        input.raw = said;
    }
    return turn(std::move(input));
}

bool Talk::pass(std::string_view time) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(time.data(), time.data() + time.size(), number);
    if (error != std::errc{} || number < 1 || end + 1 != time.data() + time.size()) return false;
    constexpr std::int64_t minute_ms = 60'000;
    switch (*end) {
    case 'm': at_ms_ += number * minute_ms; return true;
    case 'h': at_ms_ += number * 60 * minute_ms; return true;
    case 'd': at_ms_ += number * 24 * 60 * minute_ms; return true;
    default: return false;
    }
}

std::expected<std::vector<std::string>, std::string> Talk::turn_to(std::string_view line) {
    const auto pairs = pairs_of(line);
    const auto name = pairs.find("conversation");
    if (name == pairs.end()) return std::unexpected("names no conversation");
    conversation_ = name->second;
    if (const auto channel = pairs.find("channel"); channel != pairs.end()) {
        const auto modality = modality_of(channel->second);
        if (!modality) return std::unexpected("the channel should be web or voice");
        modality_ = *modality;
    }
    if (const auto locale = pairs.find("locale"); locale != pairs.end()) locale_ = locale->second;
    if (const dialogs::Visit* known = session_.find_visit(conversation_)) {
        modality_ = known->modality;
        return std::vector<std::string>{};
    }
    return begin();
}

bool Talk::over() const {
    for (const dialogs::Visit& visit : session_.visits)
        if (visit.conversation == conversation_)
            return visit.stopped || visit.put == dialogs::Put::done || visit.put == dialogs::Put::ended;
    return false;
}

// One turn, as a server would do it: the session is written down and read again before the next.
std::vector<std::string> Talk::turn(dialogs::Input input) {
    input.conversation = conversation_;
    input.modality = modality_;
    input.channel = channel_of(modality_);
    input.locale = locale_;
    input.at_ms = at_ms_;
    const support::Date today = support::today_shanghai(at_ms_);
    input.today = {today.year, static_cast<int>(today.month), static_cast<int>(today.day)};
    input.person_available = operator_available_;
    input.person_later = operator_later_;
    input.line = line_;
    library::understand(library_, locale_, input);
    if (onlooker_ != nullptr) onlooker_->before(session_, input);
    dialogs::StepResult result = dialogs::step(tree_, std::move(session_), input);
    if (onlooker_ != nullptr) onlooker_->after(result, input);
    lead_ = lead(result.session);
    if (std::ranges::any_of(result.outputs, casework::speaks_of_cases)) add_words_of_cases(result);

    std::vector<std::string> lines;
    const std::string bytes = dialogs::encode(tree_, result.session);
    auto read = dialogs::decode(tree_, bytes);
    const auto outputs = dialogs::decode_outputs(dialogs::encode(result.outputs));
    if (!read || dialogs::encode(tree_, *read) != bytes)
        lines.emplace_back("! the session was not read as it was written");
    if (!outputs || *outputs != result.outputs)
        lines.emplace_back("! the reply was not read as it was written");
    session_ = read ? std::move(*read) : std::move(result.session);

    locale_ = session_.locales[session_.find_visit(conversation_)->locale];
    waiting_ = "nothing";
    for (const dialogs::Output& output : result.outputs) say(output, lines);
    for (const dialogs::Effect effect : result.effects) lines.push_back("! " + std::string(words_of(effect)));
    for (const dialogs::Output& output : result.outputs)
        if (output.ask) waiting_ = output.ask->path;
    return lines;
}

// What casework adds to what the engine says of cases.
void Talk::add_words_of_cases(dialogs::StepResult& result) {
    std::vector<casework::Closing::Linked> begun;
    if (std::ranges::find(result.effects, dialogs::Effect::submit) != result.effects.end())
        begun = submit(result.session);
    const std::string& locale = result.session.locales[result.session.find_visit(conversation_)->locale];
    casework::add_words_of_cases(result.outputs, closing_, begun, library_.content->directory, locale,
                                 at_ms_);
}

// The cases as they would be submitted, with numbers of a series in which nobody else complains. Says which of those beside
// the main one are new.
std::vector<casework::Closing::Linked> Talk::submit(dialogs::Session& session) {
    const support::Config config;
    const casework::Matter matter{storage::SessionId(), session, library_, tree_, at_ms_};
    const casework::Draft draft = casework::draft(casework::ChecklistText(library_), config, matter);
    closing_ = {.version = session.version, .missing = draft.missing};
    std::vector<casework::Closing::Linked> begun;
    for (const casework::Part& part : casework::parts_of(draft, config)) {
        const auto decided_by = casework::acceptance_in(casework::deadlines_of(draft, part, matter));
        const std::string& kind = draft.records[part.record].kind;
        const auto [number, is_new] =
            parts_.emplace(part.name, "IP-2026-330100-000000" + std::to_string(parts_.size() + 1));
        if (part.name == casework::main_part) {
            closing_.number = number->second;
            closing_.lead = part.lead;
            closing_.kind = kind;
            closing_.decided_by = decided_by;
            continue;
        }
        closing_.linked.push_back({.number = number->second,
                                   .lead = part.lead,
                                   .kind = kind,
                                   .is_offline = casework::is_offline(part.name),
                                   .decided_by = decided_by});
        if (is_new) begun.push_back(closing_.linked.back());
    }
    return begun;
}

void Talk::say(const dialogs::Output& output, std::vector<std::string>& lines) const {
    const locales::Blanks blanks = this->blanks();
    const locales::Renderer renderer = library_.renderer(locale_, modality_, blanks);
    std::string text = renderer.text(output.message);
    std::string_view rest = text;
    for (bool first = true; first || !rest.empty(); first = false) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        lines.push_back((first ? "< " : "  ") + std::string(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (output.ask) show_ask(*output.ask, lines);
}

// Numbered choices, then the buttons that stand beside every answer.
void Talk::show_ask(const dialogs::Ask& ask, std::vector<std::string>& lines) const {
    const locales::Blanks blanks = this->blanks();
    const locales::Renderer renderer = library_.renderer(locale_, modality_, blanks);
    // On the telephone a review is not read out in full.
    const bool spoken_review = modality_ == Modality::voice && ask.path == "review";
    std::size_t number = 0;
    std::string section;
    const bool yes_no = ask.as == "yes_no";
    for (const dialogs::AskOption& option : ask.options) {
        if (yes_no) break;
        ++number;
        if (spoken_review && number > 1) break;
        if (option.section != section) {
            section = option.section;
            lines.push_back("    " + renderer.text("section." + section));
        }
        const std::string number_shown = "    " + std::to_string(number) + ") ";
        if (option.shown)
            lines.push_back(
                number_shown +
                renderer.text({"review.item", {{"label", option.label}, {"value", *option.shown}}}));
        else
            lines.push_back(number_shown + renderer.label(option.label));
    }
    std::string buttons;
    const auto button_saying = [&](const std::string& words) {
        buttons += (buttons.empty() ? "    [" : " [") + words + "]";
    };
    const auto button = [&](const std::string& key) { button_saying(renderer.text(key)); };
    if (yes_no) {
        for (const dialogs::AskOption& option : ask.options) button_saying(renderer.label(option.label));
        if (ask.options.empty()) {
            button("yes");
            button("no");
        }
    }
    if (ask.correcting)
        button("focus.keep");
    else if (ask.offer) {
        button("offer.keep");
        button("offer.drop");
    }
    for (const dialogs::State state : {dialogs::State::later, dialogs::State::none, dialogs::State::unknown,
                                       dialogs::State::skip, dialogs::State::unverified})
        if (allows(ask.may, state)) button("formal." + std::string(name_of(state)));
    if (modality_ != Modality::voice && !buttons.empty()) lines.push_back(std::move(buttons));
}

// What a server with the default configuration would fill in, but for what hangs on its key and its counters.
locales::Blanks Talk::blanks() const {
    locales::Blanks blanks = library::house_blanks(library_, support::Config{}, locale_);
    blanks.hours = library::hours_in_words(library_, support::Config{}, locale_);
    blanks.receipt = support::receipt_code("transcripts", "session");
    blanks.case_number = "IP-2026-330100-0000001";
    blanks.lead = lead_;
    return blanks;
}

// Who would receive the case now, in the language of the conversation.
std::string Talk::lead(dialogs::Session& session) const {
    nlohmann::json facts;
    for (const auto& [path, value] : session.given) facts[path] = value;
    for (const dialogs::LiveAnswer& live : dialogs::live_answers(tree_, session))
        facts[live.path] = json_of(*live.answer);
    if (const auto of = dialogs::case_in_hand(tree_, session)) facts["case.kind"] = tree_.cases[*of];
    const content::Directory& directory = library_.content->directory;
    const auto read = routing::facts_from_json(facts, directory);
    if (read)
        if (const auto route = routing::route(*read, directory))
            return std::string(content::name_in(route->lead.name, locale_));
    // As for a server: what the rules cannot place goes to the desk of the centre that receives.
    const content::Body* centre = directory.centre_for(directory.rules().settings.receiving_centre);
    const content::Body* desk = centre != nullptr ? directory.desk_of(*centre) : nullptr;
    return desk != nullptr ? std::string(content::name_in(desk->name, locale_)) : std::string{};
}

std::string Talk::state(std::string_view asked) {
    const std::size_t space = asked.find(' ');
    const std::string_view what = asked.substr(0, space);
    const std::string path(space == std::string_view::npos
                               ? ""
                               : asked.substr(space + 1, asked.find(' ', space + 1) - space - 1));
    if (what == "waiting") return "waiting " + waiting_;
    if (what == "version") return "version " + std::to_string(session_.version);
    // Looks without touching: a copy is walked.
    auto copy = dialogs::decode(tree_, dialogs::encode(tree_, session_));
    if (!copy) return "unreadable";
    dialogs::advance(tree_, *copy, *copy->find_visit(conversation_), nullptr);
    if (what == "answer") {
        for (const dialogs::LiveAnswer& live : dialogs::live_answers(tree_, *copy))
            if (live.path == path) return "answer " + path + " " + json_of(*live.answer).dump();
        return "answer " + path + " none";
    }
    if (what == "lines") {
        const auto& state = path;
        std::string names;
        for (const dialogs::Checklist* checklist : library_.checklists(tree_, *copy)) {
            // A line that several checklists have is told once; what is told of one place after another is not.
            const std::string others = names + " ";
            for (const dialogs::LineResult& line : dialogs::examine(*checklist, tree_, *copy))
                if (name_of(line.state) == state &&
                    others.find(" " + line.line->name + " ") == std::string::npos)
                    names += " " + line.line->name;
        }
        return "lines " + state + (names.empty() ? " nothing" : names);
    }
    return std::string(asked) + "?";
}

} // namespace plaint::cli
