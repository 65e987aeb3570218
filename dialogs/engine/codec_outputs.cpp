#include "dialogs/engine/codec.hpp"
#include "dialogs/engine/codec_values.hpp"

// The second half of the codec: what a turn said, as it is kept for those who ask for it again.
namespace plaint::dialogs {
namespace {

void put(ByteWriter& to, const Shown& shown) {
    to.text(shown.path);
    put_enum(to, shown.kind);
    put_enum(to, shown.state);
    put(to, shown.value);
    to.text(shown.reason);
    to.flag(shown.masked);
}
Shown get_shown(ByteReader& from) {
    Shown shown;
    shown.path = from.text();
    shown.kind = get_enum(from, kinds::last_kind);
    shown.state = get_enum(from, State::unverified);
    shown.value = get_value(from);
    shown.reason = from.text();
    shown.masked = from.flag();
    return shown;
}

// The form of the bytes.
constexpr std::uint64_t outputs_form = 1;

constexpr int nesting_max = 8;

void put(ByteWriter& to, const Message& message) {
    to.text(message.key);
    to.number(message.args.size());
    for (const Arg& arg : message.args) {
        to.text(arg.name);
        to.number(arg.value.index());
        if (const auto* number = std::get_if<std::int64_t>(&arg.value)) to.signed_number(*number);
        if (const auto* text = std::get_if<std::string>(&arg.value)) to.text(*text);
        if (const auto* shown = std::get_if<Shown>(&arg.value)) put(to, *shown);
        if (const auto* blank = std::get_if<Blank>(&arg.value)) put_enum(to, *blank);
        if (const auto* list = std::get_if<std::vector<Message>>(&arg.value)) {
            to.number(list->size());
            for (const Message& one : *list) put(to, one);
        }
    }
}
Message get_message(ByteReader& from, int nesting = 0) {
    Message message;
    message.key = from.text();
    if (nesting > nesting_max) from.spoil();
    message.args.resize(from.count());
    for (Arg& arg : message.args) {
        arg.name = from.text();
        switch (from.number()) {
        case 0: arg.value = from.signed_number(); break;
        case 1: arg.value = from.text(); break;
        case 2: arg.value = get_shown(from); break;
        case 3: arg.value = get_enum(from, Blank::drafts); break;
        case 4: {
            std::vector<Message> list(from.count());
            for (Message& one : list) one = get_message(from, nesting + 1);
            arg.value = std::move(list);
            break;
        }
        default: from.spoil();
        }
        if (!from.good()) break;
    }
    return message;
}

void put(ByteWriter& to, const Ask& ask) {
    to.text(ask.path);
    to.text(ask.as);
    to.number(ask.options.size());
    for (const AskOption& option : ask.options) {
        to.text(option.value);
        to.number(option.label.size());
        for (const Message& part : option.label) put(to, part);
        to.flag(option.shown.has_value());
        if (option.shown) put(to, *option.shown);
        to.text(option.section);
    }
    to.number(ask.may.to_ulong());
    to.number(ask.attempt);
    to.number(ask.progress_permille);
    to.flag(ask.offer.has_value());
    if (ask.offer) put(to, *ask.offer);
    to.flag(ask.correcting);
    to.signed_number(ask.min);
    to.signed_number(ask.max);
    to.text(ask.help_key);
}
Ask get_ask(ByteReader& from) {
    Ask ask;
    ask.path = from.text();
    ask.as = from.text();
    ask.options.resize(from.count());
    for (AskOption& option : ask.options) {
        option.value = from.text();
        option.label.resize(from.count());
        for (Message& part : option.label) part = get_message(from);
        if (from.flag()) option.shown = get_shown(from);
        option.section = from.text();
        if (!from.good()) break;
    }
    ask.may = May(from.below(64U));
    ask.attempt = static_cast<std::uint32_t>(from.number());
    ask.progress_permille = static_cast<std::uint32_t>(from.number());
    if (from.flag()) ask.offer = get_shown(from);
    ask.correcting = from.flag();
    ask.min = from.signed_number();
    ask.max = from.signed_number();
    ask.help_key = from.text();
    return ask;
}

} // namespace

std::string encode(const std::vector<Output>& outputs) {
    ByteWriter to;
    to.reserve(512);
    to.number(outputs_form);
    to.number(outputs.size());
    for (const Output& output : outputs) {
        put(to, output.message);
        to.flag(output.ask.has_value());
        if (output.ask) put(to, *output.ask);
        to.flag(output.closing);
    }
    return to.take();
}

std::expected<std::vector<Output>, std::string> decode_outputs(std::string_view bytes) {
    ByteReader from(bytes);
    if (from.number() != outputs_form)
        return std::unexpected("outputs in a form that this version cannot read");
    std::vector<Output> outputs(from.count());
    for (Output& output : outputs) {
        output.message = get_message(from);
        if (from.flag()) output.ask = get_ask(from);
        output.closing = from.flag();
        if (!from.good()) break;
    }
    if (!from.good() || !from.at_end()) return std::unexpected("outputs that are damaged");
    return outputs;
}

} // namespace plaint::dialogs
