#include "adapters/directory/directory_view.hpp"

#include "dialogs/load/hours.hpp"

#include <algorithm>

namespace plaint::directory {

namespace {

using content::Body;
using content::BodyKind;

constexpr int minutes_per_hour = 60;

class View {
  public:
    View(const library::Library& library, const Asked& asked, support::Millis now)
        : directory_(library.content->directory),
          regions_(directory_.regions()),
          languages_(library.languages),
          renderer_(library.renderer(asked.language, dialogs::Modality::web, blanks_)),
          asked_(asked) {
        const support::Date day = support::today_shanghai(now);
        today_ = {day.year, static_cast<int>(day.month), static_cast<int>(day.day)};
        const std::string time = support::rfc3339_shanghai(now).substr(11, 5);
        minute_ = std::stoi(time.substr(0, 2)) * minutes_per_hour + std::stoi(time.substr(3, 2));
    }

    std::string page() {
        Html html;
        html.tag("<!doctype html>\n<html lang=\"").text(asked_.language);
        html.tag("\" dir=\"").text(languages_.language(asked_.language).direction);
        html.tag(
            "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
            "initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
        if (asked_.region) html.text(name_of(*asked_.region)).tag(" · ");
        html.text(words("directory.title"));
        html.tag("</title>\n<link rel=\"stylesheet\" href=\"page.css\">\n</head>\n<body class=\"status "
                 "directory\">\n"
                 "<a class=\"skip\" href=\"#main\">");
        html.text(words("directory.skip"))
            .tag("</a>\n")
            .part(head())
            .tag("<main id=\"main\" tabindex=\"-1\">\n<h1>");
        html.text(words("directory.title")).tag("</h1>\n<p>").text(words("directory.about")).tag("</p>\n");
        html.part(search());
        if (asked_.region)
            html.part(region(*asked_.region));
        else
            html.part(whole_country());
        html.tag("</main>\n</body>\n</html>\n");
        return html.take();
    }

  private:
    std::string words(std::string_view key) const { return renderer_.text(key); }
    std::string words(const dialogs::Message& message) const { return renderer_.text(message); }
    std::string name_in(const content::Names& names) const {
        return std::string(content::name_in(names, asked_.language));
    }
    bool is_chinese() const { return asked_.language.starts_with("zh"); }

    std::string name_of(std::string_view code) const {
        const std::string_view english = regions_.english_of(code);
        return std::string(is_chinese() || english.empty() ? regions_.name_of(code) : english);
    }

    // A day as people write it.
    std::string day_words(kinds::Date day) const {
        dialogs::Shown shown{.kind = kinds::Kind::date};
        shown.value = kinds::to_iso(day);
        return renderer_.shown(shown);
    }

    Html head() const {
        Html html;
        html.tag("<header>\n<a class=\"brand\" href=\"./?lang=").text(asked_.language);
        html.tag("\"><span class=\"seal\" aria-hidden=\"true\">知</span><span>")
            .text(words("directory.brand"));
        html.tag("</span></a>\n<nav>\n<a href=\"status?lang=").text(asked_.language).tag("\">");
        html.text(words("directory.progress")).tag("</a>\n");
        for (const locales::Language& language : languages_.all()) {
            if (language.id == asked_.language) continue;
            html.tag("<a hreflang=\"").text(language.id).tag("\" href=\"directory?lang=").text(language.id);
            if (asked_.region) html.tag("&amp;region=").text(*asked_.region);
            html.tag("\">").text(language.name).tag("</a>\n");
        }
        return std::move(html.tag("</nav>\n</header>\n"));
    }

    Html search() const {
        Html html;
        html.tag("<form role=\"search\" method=\"get\" action=\"directory\">\n<input type=\"hidden\" "
                 "name=\"lang\" "
                 "value=\"");
        html.text(asked_.language).tag("\">\n<label for=\"q\">").text(words("directory.search"));
        html.tag("</label>\n<div class=\"field\">\n<input id=\"q\" name=\"q\" maxlength=\"100\" "
                 "autocomplete=\"off\" "
                 "value=\"");
        html.text(asked_.query).tag("\" placeholder=\"").text(words("directory.search.example"));
        html.tag("\">\n<button class=\"primary\">")
            .text(words("directory.search.do"))
            .tag("</button>\n</div>\n");
        if (asked_.unknown)
            html.tag("<p class=\"problem\" role=\"alert\">").text(words("directory.unknown")).tag("</p>\n");
        html.tag("</form>\n");
        if (asked_.choices.empty()) return html;
        html.tag("<section>\n<h2>").text(words("directory.which")).tag("</h2>\n<ul class=\"regions\">\n");
        for (const std::string& code : asked_.choices)
            html.tag("<li>")
                .part(link_to(code, directory_.region_name(code, asked_.language)))
                .tag("</li>\n");
        return std::move(html.tag("</ul>\n</section>\n"));
    }

    Html link_to(std::string_view code, std::string_view text) const {
        Html html;
        html.tag("<a href=\"directory?lang=").text(asked_.language).tag("&amp;region=").text(code).tag("\">");
        html.text(text).tag("</a>");
        return html;
    }

    Html region_list(const std::vector<std::string>& codes, std::string_view heading) const {
        Html html;
        if (codes.empty()) return html;
        html.tag("<section>\n<h2>").text(words(heading)).tag("</h2>\n<ul class=\"regions\">\n");
        for (const std::string& code : codes)
            html.tag("<li>").part(link_to(code, name_of(code))).tag("</li>\n");
        return std::move(html.tag("</ul>\n</section>\n"));
    }

    // From the whole country down to the region.
    Html path_to(const std::string& code) const {
        std::vector<std::string> path;
        for (std::string at = code; !at.empty(); at = regions_.parent_of(at)) path.insert(path.begin(), at);
        Html html;
        html.tag("<nav class=\"path\" aria-label=\"")
            .text(words("directory.path"))
            .tag("\">\n<a href=\"directory?lang=");
        html.text(asked_.language).tag("\">").text(words("directory.everywhere")).tag("</a>\n");
        for (const std::string& at : path) {
            html.tag("<span aria-hidden=\"true\">›</span>\n");
            if (at == code)
                html.tag("<span aria-current=\"page\">").text(name_of(at)).tag("</span>\n");
            else
                html.part(link_to(at, name_of(at))).tag("\n");
        }
        return std::move(html.tag("</nav>\n"));
    }

    bool lies_in(std::string_view code, std::string_view outer) const {
        if (directory_.top_of(code) == outer) return true;
        for (std::string at(code); !at.empty(); at = regions_.parent_of(at))
            if (at == outer) return true;
        return false;
    }

    Html region(const std::string& code) {
        Html html = path_to(code);
        html.tag("<h2 class=\"place\">").text(directory_.region_name(code, asked_.language)).tag("</h2>\n");
        if (!directory_.is_mainland(code))
            return std::move(html.tag("<p>").text(words("directory.outside")).tag("</p>\n"));
        shown_.clear();
        html.tag("<section>\n<h3>").text(words("directory.responsible")).tag("</h3>\n");
        html.part(once(directory_.centre_for(code), "directory.does.centre"));
        const Body* infringement = directory_.office_for(code, content::Power::infringement);
        const Body* passing_off = directory_.office_for(code, content::Power::passing_off);
        if (infringement == passing_off) {
            html.part(once(infringement, "directory.does.office"));
        } else {
            html.part(once(infringement, "directory.does.infringement"));
            html.part(once(passing_off, "directory.does.passing_off"));
        }
        html.part(once(directory_.coordination_centre_for(code), "directory.does.coordination"));
        for (const BodyKind kind : {BodyKind::market_supervision, BodyKind::copyright_authority})
            if (const Body* body = directory_.body_for(kind, code)) html.part(once(body, does_key(*body)));
        html.tag("</section>\n").part(others(code)).part(platforms(code)).part(events(code));
        return std::move(html.part(region_list(regions_.children(code), "directory.inside")));
    }

    // What else stands in the region, or is there for it.
    Html others(const std::string& code) {
        bool any = false;
        Html html;
        for (const Body& body : directory_.bodies()) {
            const bool covers = body.kind == BodyKind::consultation_centre && body.industry.empty() &&
                                std::ranges::find(body.covers, directory_.top_of(code)) != body.covers.end();
            const bool is_here =
                body.region == code || (body.kind == BodyKind::work_station && lies_in(body.region, code));
            const bool is_known = body.kind != BodyKind::desk && !body.is_derived;
            if (!is_known || !(covers || is_here) || is_shown(body)) continue;
            if (!any) html.tag("<section>\n<h3>").text(words("directory.others")).tag("</h3>\n");
            any = true;
            html.part(once(&body, does_key(body)));
        }
        if (any) html.tag("</section>\n");
        return html;
    }

    Html platforms(const std::string& code) const {
        Html html;
        std::string names;
        for (const content::PlatformRow& platform : directory_.platforms())
            if (lies_in(platform.seat, code))
                names += (names.empty() ? "" : words("list.separator")) + name_in(platform.name);
        if (names.empty()) return html;
        html.tag("<section>\n<h3>").text(words("directory.platforms")).tag("</h3>\n<p>").text(names);
        return std::move(html.tag("</p>\n</section>\n"));
    }

    Html events(const std::string& code) const {
        Html html;
        bool any = false;
        for (const content::Event& event : directory_.events()) {
            if (event.to < today_ || !lies_in(event.region, code)) continue;
            if (!any) html.tag("<section>\n<h3>").text(words("directory.events")).tag("</h3>\n<ul>\n");
            any = true;
            const Body* desk = directory_.body(event.desk);
            html.tag("<li>").text(span_words(name_in(event.name), event.from, event.to));
            if (desk != nullptr) html.text(words({"directory.event.desk", {{"name", name_in(desk->name)}}}));
            html.part(sample_mark(event.sample)).tag("</li>\n");
        }
        if (any) html.tag("</ul>\n</section>\n");
        return html;
    }

    std::string span_words(const std::string& name, kinds::Date from, kinds::Date to) const {
        return words({"directory.span", {{"name", name}, {"from", day_words(from)}, {"to", day_words(to)}}});
    }

    Html whole_country() {
        Html html = region_list(directory_.tops(), "directory.provinces");
        bool any = false;
        for (const content::Campaign& campaign : directory_.campaigns()) {
            if (campaign.to < today_) continue;
            if (!any) html.tag("<section>\n<h2>").text(words("directory.campaigns")).tag("</h2>\n<ul>\n");
            any = true;
            html.tag("<li>").text(span_words(name_in(campaign.name), campaign.from, campaign.to));
            html.part(sample_mark(campaign.sample)).tag("</li>\n");
        }
        if (any) html.tag("</ul>\n</section>\n");
        html.tag("<section>\n<h2>").text(words("directory.consultation")).tag("</h2>\n");
        for (const Body& body : directory_.bodies())
            if (body.kind == BodyKind::consultation_centre) html.part(card(body, does_key(body)));
        return std::move(html.tag("</section>\n"));
    }

    static std::string does_key(const Body& body) {
        if (body.kind == BodyKind::office) return "directory.does.no_power";
        return "directory.does." + std::string(content::name_of(body.kind));
    }

    bool is_shown(const Body& body) const { return std::ranges::find(shown_, body.id) != shown_.end(); }

    Html once(const Body* body, std::string_view does) {
        if (body == nullptr || is_shown(*body)) return {};
        shown_.push_back(body->id);
        return card(*body, does);
    }

    Html sample_mark(bool is_sample) const {
        Html html;
        if (is_sample)
            html.tag(" <span class=\"badge sample\">").text(words("directory.sample")).tag("</span>");
        return html;
    }

    Html card(const Body& body, std::string_view does) const {
        Html html;
        html.tag("<article class=\"case\" id=\"").text(body.id).tag("\">\n");
        html.tag(asked_.region ? staff::Markup("<h4>") : staff::Markup("<h3>")).text(name_in(body.name));
        html.part(sample_mark(body.sample));
        html.tag(asked_.region ? staff::Markup("</h4>\n<p>") : staff::Markup("</h3>\n<p>"));
        html.text(words(does)).tag("</p>\n");
        if (body.is_derived) html.tag("<p>").text(words("directory.derived")).tag("</p>\n");
        html.tag("<dl>\n");
        html.part(fact("directory.region", directory_.region_name(body.region, asked_.language)));
        if (const Body* centre = directory_.body(body.centre))
            html.part(fact("directory.of_centre", name_in(centre->name)));
        html.part(telephone(body)).part(email(body.contact)).part(hours(body.contact));
        for (const content::Person& person : body.people) {
            html.tag("<div><dt>").text(words("directory.duty." + std::string(content::name_of(person.duty))));
            html.tag("</dt><dd>").text(name_in(person.name)).part(sample_mark(person.sample));
            if (!person.telephone.empty()) html.tag("<br>").text(person.telephone);
            if (!person.email.empty())
                html.tag("<br><a href=\"mailto:")
                    .text(person.email)
                    .tag("\">")
                    .text(person.email)
                    .tag("</a>");
            html.tag("</dd></div>\n");
        }
        return std::move(html.tag("</dl>\n</article>\n"));
    }

    Html fact(std::string_view key, const std::string& value) const {
        Html html;
        html.tag("<div><dt>").text(words(key)).tag("</dt><dd>").text(value).tag("</dd></div>\n");
        return html;
    }

    // A hotline's short number, and how it is dialled from elsewhere. Who is reached by a number of the whole country is
    // dialled with the area code of the office there.
    Html telephone(const Body& body) const {
        content::Contact contact = body.contact;
        Html html;
        if (contact.telephone.empty()) return html;
        if (body.is_derived)
            if (const Body* office = directory_.office_for(body.region, content::Power::passing_off))
                contact.area_code = office->contact.area_code;
        const std::string dialled = contact.area_code.value_or("") + contact.telephone;
        html.tag("<div><dt>").text(words("directory.telephone")).tag("</dt><dd><a href=\"tel:");
        for (const char c : dialled)
            if ((c >= '0' && c <= '9') || c == '+') html.text(std::string_view(&c, 1));
        html.tag("\">").text(contact.telephone).tag("</a>").part(sample_mark(contact.sample));
        if (contact.area_code)
            html.tag("<br>").text(
                words({"directory.elsewhere", {{"number", *contact.area_code + "-" + contact.telephone}}}));
        return std::move(html.tag("</dd></div>\n"));
    }

    Html email(const content::Contact& contact) const {
        Html html;
        if (contact.email.empty()) return html;
        html.tag("<div><dt>").text(words("directory.email")).tag("</dt><dd><a href=\"mailto:");
        html.text(contact.email).tag("\">").text(contact.email).tag("</a>");
        return std::move(html.part(sample_mark(contact.sample)).tag("</dd></div>\n"));
    }

    // Whether somebody is there follows from the hours, and is as true as they are.
    Html hours(const content::Contact& contact) const {
        Html html;
        if (contact.hours.empty()) return html;
        html.tag("<div><dt>")
            .text(words("directory.hours"))
            .tag("</dt><dd>")
            .text(hours_words(contact.hours));
        if (const auto parsed = content::Hours::parse(contact.hours)) {
            const bool is_open = parsed->is_open(today_, minute_, directory_.working_days());
            html.tag(is_open ? staff::Markup(" <span class=\"badge accepted\">")
                             : staff::Markup(" <span class=\"badge\">"));
            html.text(words(is_open ? "directory.open" : "directory.closed")).tag("</span>");
        }
        return std::move(html.part(sample_mark(contact.sample)).tag("</dd></div>\n"));
    }

    std::string hours_words(const std::string& text) const {
        const auto hours = content::Hours::parse(text);
        if (!hours) return text;
        if (hours->is_always()) return words("hours.always");
        const auto day = [&](int number) { return words({"hours.day", {{"day", std::int64_t{number}}}}); };
        const auto time = [](int minute) {
            std::string out = std::to_string(minute / minutes_per_hour) + ":";
            const std::string minutes = std::to_string(minute % minutes_per_hour);
            return out + (minutes.size() < 2 ? "0" : "") + minutes;
        };
        std::string out;
        for (const content::Hours::Span& span : hours->spans()) {
            const std::string days =
                span.first_day == span.last_day
                    ? day(span.first_day)
                    : words({"hours.days", {{"first", day(span.first_day)}, {"last", day(span.last_day)}}});
            if (!out.empty()) out += words("hours.separator");
            out += words(
                {"directory.hours.span", {{"days", days}, {"from", time(span.from)}, {"to", time(span.to)}}});
        }
        return out;
    }

    const content::Directory& directory_;
    const kinds::Regions& regions_;
    const locales::Languages& languages_;
    locales::Blanks blanks_;
    locales::Renderer renderer_;
    const Asked& asked_;
    kinds::Date today_;
    int minute_ = 0;
    std::vector<std::string> shown_; // ids of the bodies that stand on the page
};

} // namespace

std::string page_of(const library::Library& library, const Asked& asked, support::Millis now) {
    return View(library, asked, now).page();
}

} // namespace plaint::directory
