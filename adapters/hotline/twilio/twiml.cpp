#include "adapters/hotline/twilio/twiml.hpp"

#include "adapters/hotline/mark.hpp"
#include "adapters/hotline/spoken.hpp"
#include "dialogs/kinds/characters.hpp"

namespace plaint::hotline::twilio {

namespace {

class Document {
  public:
    Document(const locales::Languages& languages, std::string_view action)
        : languages_(languages), action_(action) {}

    std::string write(const VoiceTurn& turn) && {
        out_ = R"(<?xml version="1.0" encoding="UTF-8"?><Response>)";
        const std::string says = written(turn.says);
        std::visit([&](const auto& then) { add(says, then); }, turn.then);
        return std::move(out_ += "</Response>");
    }

  private:
    // What would not fit is left out at the beginning: the question stands at the end.
    std::string written(const std::vector<Speech>& says) const {
        std::string out;
        for (auto speech = says.rbegin(); speech != says.rend(); ++speech) {
            std::string said;
            for (const std::string& piece : pieces_of(speech->text, bytes_of_a_say.most))
                said += "<Say language=\"" + xml_escape(languages_.language(speech->language).say) + "\">" +
                        xml_escape(piece) + "</Say>";
            if (out.size() + said.size() > bytes_of_all_says) break;
            out.insert(0, said);
        }
        return out;
    }

    std::string url_of(const Mark& mark) const { return xml_escape(action_ + "?" + query_of(mark)); }

    void add(const std::string& says, const HangUp&) { out_ += says + "<Hangup/>"; }

    // Silence goes to the action too, whichever of the two ways a dialect knows.
    void add(const std::string& says, const Gather& gather) {
        const std::string url = url_of(gather.mark);
        out_ += std::string("<Gather input=\"") + (gather.speech ? "dtmf speech" : "dtmf") + "\" action=\"" +
                url + "\" method=\"POST\" timeout=\"" + std::to_string(gather.wait_seconds) + "\"";
        if (gather.digits_max > 0) out_ += " numDigits=\"" + std::to_string(gather.digits_max) + "\"";
        out_ += std::string(" finishOnKey=\"") + (gather.hash_ends ? "#" : "") +
                "\" actionOnEmptyResult=\"true\"";
        if (gather.speech)
            out_ += " language=\"" + xml_escape(languages_.language(gather.language).hear) +
                    "\" speechTimeout=\"auto\"";
        out_ += ">" + says + "</Gather><Redirect method=\"POST\">" + url + "</Redirect>";
    }

    // Keys count while the question is read, too; whoever presses none comes to the recording. One in which nobody speaks has
    // no action: the verb behind it is reached.
    void add(const std::string& says, const Record& record) {
        const std::string url = url_of(record.mark);
        out_ += "<Gather input=\"dtmf\" action=\"" + url +
                "\" method=\"POST\" timeout=\"1\" numDigits=\"1\" finishOnKey=\"\" "
                "actionOnEmptyResult=\"false\">" +
                says + "</Gather><Record action=\"" + url + "\" method=\"POST\" maxLength=\"" +
                std::to_string(record.seconds_max) + "\" timeout=\"" +
                std::to_string(record.silence_seconds) + "\" finishOnKey=\"" + xml_escape(record.keys) +
                "\" playBeep=\"true\"/>" + "<Redirect method=\"POST\">" + url + "</Redirect>";
    }

    void add(const std::string& says, const Transfer& transfer) {
        const bool sip = transfer.number.starts_with("sip");
        const std::string tag = sip ? "Sip" : "Number";
        out_ += says + "<Dial action=\"" + url_of(transfer.mark) + "\" method=\"POST\" timeout=\"" +
                std::to_string(transfer.ring_seconds) + "\"><" + tag + ">" + xml_escape(transfer.number) +
                "</" + tag + "></Dial>";
    }

    const locales::Languages& languages_;
    std::string action_;
    std::string out_;
};

// What XML cannot hold at all is left out; a person may have typed it on the web.
bool is_xml(char32_t code) {
    return code >= 0x20 ? code != 0xFFFE && code != 0xFFFF : code == U'\n' || code == U'\t';
}

} // namespace

std::string xml_escape(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (static_cast<unsigned char>(c) >= 0x80) {
            const kinds::Character one = kinds::character_at(text, at);
            if (is_xml(one.code)) kinds::append_utf8(out, one.code);
            at = one.end;
            continue;
        }
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default:
            if (is_xml(static_cast<unsigned char>(c))) out += c;
        }
        ++at;
    }
    return out;
}

std::string twiml(const VoiceTurn& turn, const locales::Languages& languages, std::string_view action) {
    return Document(languages, action).write(turn);
}

} // namespace plaint::hotline::twilio
