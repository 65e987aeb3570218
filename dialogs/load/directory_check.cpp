#include "dialogs/load/directory_check.hpp"

#include "dialogs/load/hours.hpp"

#include <algorithm>

namespace plaint::content {

namespace {

// A telephone number of so few digits is a hotline's: from elsewhere it needs an area code.
constexpr std::size_t hotline_digits_max = 5;

class GapFinder {
  public:
    GapFinder(const Directory& directory, kinds::Date today) : directory_(directory), today_(today) {}

    DirectoryGaps run() {
        for (const Body& body : directory_.bodies())
            if (body.kind != BodyKind::desk && !body.is_derived) look_at(body);
        for (const PlatformRow& platform : directory_.platforms()) look_at(platform);
        for (const std::string& top : directory_.tops()) look_at_region(top);
        note_samples();
        note_calendar();
        return std::move(gaps_);
    }

  private:
    static std::string file_of(const Body& body) {
        return body.kind == BodyKind::office ? "directory/offices.json" : "directory/centres.json";
    }

    void complain(std::string file, std::string what) {
        gaps_.faults.push_back({std::move(file), "", std::move(what)});
    }

    void look_at(const Body& body) {
        if (!Hours::parse(body.contact.hours))
            complain(file_of(body), body.id + ": the hours \"" + body.contact.hours +
                                        "\" are not of the form \"Mo-Fr 09:00-17:00\"");
        if (body.contact.telephone.size() <= hotline_digits_max && !body.contact.area_code)
            complain(file_of(body), body.id + ": " + body.contact.telephone +
                                        " cannot be called from elsewhere without an area code");
        if (!has_to_publish(body)) return;
        for (const Duty duty : duties)
            if (std::ranges::find(body.people, duty, &Person::duty) == body.people.end())
                complain(file_of(body), body.id + ": names no " + std::string(name_of(duty)));
    }

    // S0 IV.i and V.i speak to provincial offices and to centres.
    bool has_to_publish(const Body& body) const {
        return body.kind == BodyKind::centre ||
               (body.kind == BodyKind::office && directory_.top_of(body.region) == body.region);
    }

    void look_at(const PlatformRow& platform) {
        const Body* centre = directory_.body(platform.liaison_centre);
        const Body* owner = directory_.centre_for(platform.seat);
        if (owner != nullptr && centre != owner)
            complain("directory/platforms.json",
                     platform.id + ": its seat " + platform.seat + " belongs to " + owner->id +
                         ", and its liaison centre is " + platform.liaison_centre);
        const kinds::Platform* links = directory_.links().find(platform.id);
        if (platform.kind != "independent_site" && (links == nullptr || links->links.empty()))
            complain("directory/platforms.json", platform.id + ": none of its links can be read");
    }

    // That each top has an office and a centre is seen to when the directory loads; what lies in it has them, too.
    void look_at_region(const std::string& code) {
        if (directory_.centre_for(code) == nullptr)
            complain("directory/centres.json", code + " belongs to no centre");
        for (const Power power : {Power::infringement, Power::passing_off})
            if (directory_.office_for(code, power) == nullptr)
                complain("directory/offices.json", code + " belongs to no office");
        for (const std::string& inner : directory_.regions().children(code)) look_at_region(inner);
    }

    void note_samples() {
        std::size_t contacts = 0, bodies = 0;
        for (const Body& body : directory_.bodies()) {
            if (body.kind == BodyKind::desk || body.is_derived) continue;
            ++bodies;
            if (body.contact.sample) ++contacts;
        }
        if (contacts > 0)
            gaps_.notes.push_back("of " + std::to_string(bodies) + " bodies " + std::to_string(contacts) +
                                  " have a contact that is marked as a sample");
    }

    void note_calendar() {
        const auto& range = directory_.working_days().range();
        if (!range) {
            gaps_.notes.emplace_back("there is no calendar, so every deadline is provisional");
            return;
        }
        gaps_.notes.push_back("the calendar goes from " + kinds::to_iso(range->from) + " to " +
                              kinds::to_iso(range->to) + (today_ > range->to ? ", which is past" : ""));
    }

    const Directory& directory_;
    kinds::Date today_;
    DirectoryGaps gaps_;
};

} // namespace

DirectoryGaps gaps_of(const Directory& directory, kinds::Date today) {
    return GapFinder(directory, today).run();
}

} // namespace plaint::content
