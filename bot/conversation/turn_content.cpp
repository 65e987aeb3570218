#include "bot/conversation/turn_content.hpp"

#include "dialogs/engine/bytes.hpp"
#include "dialogs/engine/codec.hpp"

namespace plaint::conversation {
namespace {

using dialogs::ByteReader;
using dialogs::ByteWriter;

// A turn that was once stored is read by every later version. In form 1 none said which content words its answer.
constexpr std::uint64_t form_first = 1;
constexpr std::uint64_t form_version = 2;

void put(ByteWriter& to, const casework::Closing& closing) {
    to.text(closing.number);
    to.number(closing.version);
    to.number(static_cast<std::uint64_t>(closing.state));
    to.text(closing.lead);
    to.number(closing.missing.size());
    for (const auto& missing : closing.missing) {
        to.text(missing.path);
        // Labels are messages; as outputs they have a form of their own already.
        std::vector<dialogs::Output> parts;
        for (const dialogs::Message& part : missing.label) parts.push_back({part, std::nullopt, false});
        to.text(dialogs::encode(parts));
    }
    to.number(closing.linked.size());
    for (const auto& linked : closing.linked) {
        to.text(linked.number);
        to.text(linked.lead);
    }
}

casework::Closing get_closing(ByteReader& from) {
    casework::Closing closing;
    closing.number = from.text();
    closing.version = static_cast<std::uint32_t>(from.number());
    closing.state = static_cast<storage::CaseState>(
        from.below(static_cast<unsigned>(storage::CaseState::withdrawn) + 1U));
    closing.lead = from.text();
    closing.missing.resize(from.count());
    for (auto& missing : closing.missing) {
        missing.path = from.text();
        auto parts = dialogs::decode_outputs(from.text());
        if (!parts) {
            from.spoil();
            break;
        }
        for (dialogs::Output& part : *parts) missing.label.push_back(std::move(part.message));
    }
    closing.linked.resize(from.count());
    for (auto& linked : closing.linked) {
        linked.number = from.text();
        linked.lead = from.text();
    }
    return closing;
}

} // namespace

std::string encode(const TurnContent& content) {
    ByteWriter to;
    to.reserve(512);
    to.number(form_version);
    to.number(static_cast<std::uint64_t>(content.said));
    to.number(static_cast<std::uint64_t>(content.modality));
    to.text(content.words);
    to.text(content.value);
    to.number(content.files.size());
    for (const dialogs::FileRef& file : content.files) {
        to.text(file.sha256);
        to.text(file.name);
        to.text(file.media_type);
        to.number(file.size_bytes);
    }
    to.text(content.client);
    to.text(content.locale);
    to.text(dialogs::encode(content.outputs));
    to.number(content.effects.size());
    for (const dialogs::Effect effect : content.effects) to.number(static_cast<std::uint64_t>(effect));
    to.flag(content.closing.has_value());
    if (content.closing) put(to, *content.closing);
    to.text(content.content_version);
    return to.take();
}

std::expected<TurnContent, std::string> decode_turn(std::string_view bytes) {
    ByteReader from(bytes);
    const std::uint64_t form = from.number();
    if (form < form_first || form > form_version)
        return std::unexpected("a turn in a form that this version cannot read");
    TurnContent content;
    content.said =
        static_cast<dialogs::Said>(from.below(static_cast<unsigned>(dialogs::Said::wrong_key) + 1U));
    content.modality =
        static_cast<dialogs::Modality>(from.below(static_cast<unsigned>(dialogs::Modality::terminal) + 1U));
    content.words = from.text();
    content.value = from.text();
    content.files.resize(from.count());
    for (dialogs::FileRef& file : content.files) {
        file.sha256 = from.text();
        file.name = from.text();
        file.media_type = from.text();
        file.size_bytes = from.number();
    }
    content.client = from.text();
    content.locale = from.text();
    auto outputs = dialogs::decode_outputs(from.text());
    if (!outputs) return std::unexpected(std::move(outputs).error());
    content.outputs = std::move(*outputs);
    content.effects.resize(from.count());
    for (dialogs::Effect& effect : content.effects)
        effect = static_cast<dialogs::Effect>(from.below(static_cast<unsigned>(dialogs::Effect::heard) + 1U));
    if (from.flag()) content.closing = get_closing(from);
    if (form > form_first) content.content_version = from.text();
    if (!from.good() || !from.at_end()) return std::unexpected("a turn that is damaged");
    return content;
}

} // namespace plaint::conversation
