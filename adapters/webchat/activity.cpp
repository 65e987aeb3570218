#include "adapters/webchat/activity.hpp"

#include "bot/casework/states.hpp"
#include "bot/support/clock.hpp"
#include "bot/uploads/file_type.hpp"

#include <algorithm>
#include <array>

namespace plaint::webchat {

namespace {

using conversation::Reply;
using dialogs::Ask;
using locales::Renderer;

constexpr std::string_view adapter = "directline:";
constexpr std::array said_formals{dialogs::State::later, dialogs::State::none, dialogs::State::unknown,
                                  dialogs::State::skip, dialogs::State::unverified};

bool asks_for_file(const Ask& ask) { return ask.as == "file"; }

// Answers of these questions are paths of the dictionary: shown by their labels, sent by their values.
bool names_paths(const Ask& ask) {
    return ask.path == "review" || ask.path == "change" || ask.path == "remove";
}

void write_actions(JsonWriter& to, const Ask& ask, const Buttons& buttons) {
    if (buttons.offers.empty() && buttons.choices.empty() && buttons.formals.empty()) return;
    to.key("suggestedActions").begin_object().key("actions").begin_array();
    for (const auto* choices : {&buttons.offers, &buttons.choices, &buttons.formals}) {
        for (const Choice& choice : *choices) {
            to.begin_object();
            if (names_paths(ask)) {
                to.text_at("type", "messageBack")
                    .text_at("title", choice.label)
                    .text_at("displayText", choice.label);
                to.text_at("text", choice.label).text_at("value", choice.value);
            } else {
                to.text_at("type", "imBack").text_at("title", choice.label).text_at("value", choice.label);
            }
            to.end_object();
        }
    }
    to.end_array().end_object();
}

bool shows_receipt(const dialogs::Message& message) {
    return std::ranges::any_of(message.args, [](const dialogs::Arg& arg) {
        const auto* blank = std::get_if<dialogs::Blank>(&arg.value);
        return blank != nullptr && *blank == dialogs::Blank::receipt;
    });
}

} // namespace

Buttons buttons_of(const Ask& ask, const Renderer& words) {
    Buttons buttons;
    // What is being corrected is kept or replaced; dropping is for what is offered again.
    if (ask.offer) {
        buttons.offers.push_back({"keep", words.text(ask.correcting ? "focus.keep" : "offer.keep")});
        if (!ask.correcting) buttons.offers.push_back({"drop", words.text("offer.drop")});
    }
    buttons.choices.reserve(ask.options.size());
    for (const dialogs::AskOption& option : ask.options)
        buttons.choices.push_back({option.value, words.label(option.label)});
    if (buttons.choices.empty() && ask.as == "yes_no")
        for (const std::string_view word : {"yes", "no"}) buttons.choices.push_back({word, words.text(word)});
    for (const dialogs::State state : said_formals) {
        if (!allows(ask.may, state)) continue;
        const std::string_view name = name_of(state);
        buttons.formals.push_back({name, words.text("formal." + std::string(name))});
    }
    return buttons;
}

std::string text_of(const dialogs::Output& output, const Renderer& words) {
    std::string text = words.text(output.message);
    if (!output.ask || output.ask->path != "review") return text;
    for (const dialogs::AskOption& row : output.ask->options)
        if (row.shown)
            text.append("\n").append(
                words.text({"review.item", {{"label", row.label}, {"value", *row.shown}}}));
    return text;
}

storage::ConversationId direct_line(std::string_view id) {
    return storage::ConversationId(std::string(adapter).append(id));
}

std::string_view direct_line_id(const storage::ConversationId& conversation) {
    std::string_view id = conversation.text;
    if (!id.starts_with(adapter)) return {};
    id.remove_prefix(adapter.size());
    return id;
}

std::string activity_id(std::string_view id, std::uint64_t number) {
    constexpr std::size_t digits_min = 7;
    const std::string digits = std::to_string(number);
    std::string out;
    out.reserve(id.size() + 1 + std::max(digits.size(), digits_min));
    out.append(id).push_back('|');
    if (digits.size() < digits_min) out.append(digits_min - digits.size(), '0');
    return out += digits;
}

std::string link_subject(std::string_view id, std::string_view sha256) {
    return std::string(id).append("/").append(sha256);
}

void ActivityWriter::write(JsonWriter& to, const Reply& reply, const Links& links, std::uint64_t from) const {
    const conversation::TurnContent& content = reply.content;
    const std::string_view id = direct_line_id(reply.conversation);
    const std::string time = support::rfc3339_utc(reply.at_ms);
    std::uint64_t number = reply.first_activity;
    std::string inbound;
    if (content.shows_inbound()) {
        inbound = activity_id(id, number);
        if (number >= from) write_inbound(to, reply, id, time, links);
        ++number;
    }
    const Renderer words = reply.edition->renderer(content.locale, content.modality, reply.blanks);
    for (const dialogs::Output& output : content.outputs) {
        if (number++ < from) continue;
        to.begin_object().text_at("type", "message").text_at("id", activity_id(id, number - 1));
        to.text_at("timestamp", time).text_at("channelId", "directline");
        to.key("conversation").begin_object().text_at("id", id).end_object();
        if (!inbound.empty()) to.text_at("replyToId", inbound);
        write_output(to, reply, output, words);
        to.end_object();
    }
}

void ActivityWriter::write_inbound(JsonWriter& to, const Reply& reply, std::string_view id,
                                   std::string_view time, const Links& links) const {
    const conversation::TurnContent& content = reply.content;
    to.begin_object().text_at("type", "message").text_at("id", activity_id(id, reply.first_activity));
    to.text_at("timestamp", time).text_at("channelId", "directline");
    to.key("conversation").begin_object().text_at("id", id).end_object();
    to.key("from").begin_object().text_at("id", content.client).text_at("role", "user").end_object();
    to.text_at("text", content.words).text_at("textFormat", "plain").text_at("locale", content.locale);
    if (!content.files.empty()) {
        to.key("attachments").begin_array();
        for (const dialogs::FileRef& file : content.files) {
            std::string url(links.base);
            url.append("/v3/directline/conversations/")
                .append(id)
                .append("/attachments/")
                .append(file.sha256);
            url.append("?t=").append(links.tokens.issue(support::TokenPurpose::form,
                                                        link_subject(id, file.sha256), links.expires_at_ms));
            to.begin_object().text_at("contentType", file.media_type).text_at("name", file.name);
            to.text_at("contentUrl", url).end_object();
        }
        to.end_array();
    }
    to.key("channelData").begin_object();
    if (!reply.external_id.empty()) to.text_at("clientActivityID", reply.external_id);
    to.end_object().end_object();
}

void ActivityWriter::write_output(JsonWriter& to, const Reply& reply, const dialogs::Output& output,
                                  const Renderer& words) const {
    to.key("from")
        .begin_object()
        .text_at("id", "bot")
        .text_at("role", "bot")
        .text_at("name", words.text("bot.name"));
    to.end_object();
    to.text_at("text", text_of(output, words)).text_at("textFormat", "plain");
    to.text_at("locale", reply.content.locale).text_at("inputHint", "acceptingInput");
    const bool receipt = !output.closing && shows_receipt(output.message);
    if (!output.ask && !output.closing && !receipt) return;
    Buttons buttons;
    if (output.ask) {
        buttons = buttons_of(*output.ask, words);
        write_actions(to, *output.ask, buttons);
    }
    to.key("channelData").begin_object().key("plaint").begin_object();
    if (output.ask) write_hint(to, *output.ask, buttons, words);
    if (output.closing && reply.content.closing) write_closing(to, reply, words);
    if (receipt) to.text_at("receipt", reply.blanks.receipt);
    to.text_at("locale", reply.content.locale).end_object().end_object();
}

void ActivityWriter::write_hint(JsonWriter& to, const Ask& ask, const Buttons& buttons,
                                const Renderer& words) const {
    to.text_at("ask", ask.path).text_at("as", ask.as).key("options").begin_array();
    for (const Choice& choice : buttons.choices)
        to.begin_object().text_at("value", choice.value).text_at("label", choice.label).end_object();
    to.end_array().key("may").begin_array();
    for (const Choice& formal : buttons.formals) to.text(formal.value);
    to.end_array();
    if (!buttons.formals.empty() || !buttons.offers.empty()) {
        to.key("labels").begin_object();
        for (const Choice& word : buttons.formals) to.text_at(word.value, word.label);
        for (const Choice& word : buttons.offers) to.text_at(word.value, word.label);
        to.end_object();
    }
    to.number_at("attempt", ask.attempt).key("progress").permille(ask.progress_permille);
    if (ask.offer) to.key("offer").begin_object().text_at("value", words.shown(*ask.offer)).end_object();
    if (ask.correcting) to.key("correcting").flag(true);
    if (!ask.help_key.empty()) to.text_at("help", words.text(ask.help_key));
    write_limits(to, ask);
    if (ask.path != "review") return;
    to.key("review").begin_array();
    for (std::size_t i = 0; i < ask.options.size(); ++i) {
        const dialogs::AskOption& row = ask.options[i];
        if (!row.shown) continue;
        to.begin_object().text_at("path", row.value).text_at("label", buttons.choices[i].label);
        to.text_at("value", words.shown(*row.shown));
        if (!row.section.empty()) to.text_at("section", words.text("section." + row.section));
        to.end_object();
    }
    to.end_array();
}

void ActivityWriter::write_limits(JsonWriter& to, const Ask& ask) const {
    // Files may be handed in at any question, so each says which of them are taken.
    const bool file = asks_for_file(ask);
    const std::int64_t most = config_.limits.files_per_answer;
    to.key(file ? "limits" : "files").begin_object();
    to.number_at("max", file && ask.max > 0 ? std::min(ask.max, most) : most);
    to.number_at("bytes", config_.limits.upload_bytes).key("types").begin_array();
    for (const std::string_view extension : uploads::extensions()) to.text(".", extension);
    to.end_array().end_object();
    if (file || (ask.min == 0 && ask.max == 0)) return;
    to.key("limits").begin_object();
    if (ask.min > 0) to.number_at("min", ask.min);
    if (ask.max > 0) to.number_at("max", ask.max);
    to.end_object();
}

void ActivityWriter::write_closing(JsonWriter& to, const Reply& reply, const Renderer& words) const {
    const casework::Closing& closing = *reply.content.closing;
    const content::Directory& directory = reply.edition->content->directory;
    to.key("case").begin_object().text_at("number", closing.number).text_at("receipt", reply.blanks.receipt);
    to.text_at("state", casework::name_of(closing.state)).number_at("version", closing.version);
    to.key("lead");
    write_body(to, directory, closing.lead, reply.content.locale);
    to.key("missing").begin_array();
    for (const auto& missing : closing.missing)
        to.begin_object()
            .text_at("path", missing.path)
            .text_at("label", words.label(missing.label))
            .end_object();
    to.end_array().key("linked").begin_array();
    for (const auto& linked : closing.linked) {
        to.begin_object().text_at("number", linked.number).key("lead");
        write_body(to, directory, linked.lead, reply.content.locale);
        to.end_object();
    }
    to.end_array().end_object();
}

void ActivityWriter::write_note(JsonWriter& to, std::string_view id, std::string_view note,
                                std::string_view locale, std::int64_t at_ms, std::string_view text) const {
    const locales::Blanks blanks;
    const Renderer words = conversation_.library().renderer(locale, dialogs::Modality::web, blanks);
    to.begin_object().text_at("type", "message").key("id").text(id, note);
    to.text_at("timestamp", support::rfc3339_utc(at_ms)).text_at("channelId", "directline");
    to.key("conversation").begin_object().text_at("id", id).end_object();
    to.key("from")
        .begin_object()
        .text_at("id", "bot")
        .text_at("role", "bot")
        .text_at("name", words.text("bot.name"));
    to.end_object().text_at("text", text).text_at("textFormat", "plain").text_at("locale", locale);
    to.text_at("inputHint", "acceptingInput").end_object();
}

void write_body(JsonWriter& to, const content::Directory& directory, std::string_view body,
                std::string_view locale) {
    to.begin_object().text_at("body", body);
    if (const content::Body* found = directory.body(body)) {
        to.text_at("kind", content::name_of(found->kind))
            .text_at("name", content::name_in(found->name, locale));
        to.text_at("region", found->region);
    }
    to.end_object();
}

} // namespace plaint::webchat
