#include "dialogs/load/directory.hpp"

#include <algorithm>

namespace plaint::content {

namespace {

bool reaches_to(const Body& body, std::string_view top) {
    return std::ranges::any_of(body.covers,
                               [&](const std::string& code) { return code == "*" || code == top; });
}

} // namespace

std::string_view name_of(BodyKind kind) {
    switch (kind) {
    case BodyKind::office: return "office";
    case BodyKind::market_supervision: return "market_supervision";
    case BodyKind::copyright_authority: return "copyright_authority";
    case BodyKind::customs: return "customs";
    case BodyKind::agriculture: return "agriculture";
    case BodyKind::forestry: return "forestry";
    case BodyKind::police_liaison: return "police_liaison";
    case BodyKind::national_administration: return "national_administration";
    case BodyKind::centre: return "centre";
    case BodyKind::protection_centre: return "protection_centre";
    case BodyKind::consultation_centre: return "consultation_centre";
    case BodyKind::coordination_centre: return "coordination_centre";
    case BodyKind::work_station: return "work_station";
    case BodyKind::desk: return "desk";
    }
    return {};
}

std::optional<BodyKind> body_kind_of(std::string_view name) {
    for (std::uint8_t i = 0; !name_of(static_cast<BodyKind>(i)).empty(); ++i)
        if (name_of(static_cast<BodyKind>(i)) == name) return static_cast<BodyKind>(i);
    return std::nullopt;
}

std::string_view name_of(Duty duty) {
    switch (duty) {
    case Duty::head: return "head";
    case Duty::coordinator: return "coordinator";
    case Duty::liaison: return "liaison";
    }
    return {};
}

Directory::Directory(DirectoryRows rows) : rows_(std::move(rows)) {
    for (std::size_t i = 0; i < rows_.bodies.size(); ++i) {
        const Body& body = rows_.bodies[i];
        by_id_.emplace(body.id, i);
        if (body.kind == BodyKind::office) offices_.emplace(body.region, i);
        if (body.kind == BodyKind::centre) centres_.emplace(body.region, i);
        kinds_[body.kind].emplace(body.region, i);
    }
}

Directory Directory::with(const Settings& settings) const {
    Directory other(*this);
    other.rows_.rules.settings = settings;
    return other;
}

const Body* Directory::body(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &rows_.bodies[found->second];
}

const PlatformRow* Directory::platform(std::string_view id) const {
    const auto found = std::ranges::find(rows_.platforms, id, &PlatformRow::id);
    return found == rows_.platforms.end() ? nullptr : &*found;
}

bool Directory::is_mainland(std::string_view region) const {
    const std::string top = top_of(region);
    return !top.empty() && std::ranges::find(rows_.outside, top) == rows_.outside.end();
}

std::string Directory::top_of(std::string_view region) const {
    const auto code = rows_.regions.current(region);
    if (!code) return {};
    const Corps& corps = rows_.corps;
    if (*code == corps.region || std::ranges::find(corps.cities, *code) != corps.cities.end())
        return corps.region;
    return rows_.regions.province_of(*code);
}

std::string Directory::place_of(std::string_view region) const {
    const std::string top = top_of(region);
    return top == rows_.corps.region ? top : rows_.regions.prefecture_of(region);
}

bool Directory::is_vague(std::string_view place) const {
    if (place == rows_.corps.region || top_of(place) != place) return false;
    const auto inside = rows_.regions.children(place);
    return !inside.empty() && rows_.regions.prefecture_of(inside.front()) != place;
}

const Body* Directory::office_for(std::string_view region, Power power) const {
    for (const std::string& code : upward(region)) {
        const auto found = offices_.find(code);
        if (found != offices_.end() && rows_.bodies[found->second].may(power))
            return &rows_.bodies[found->second];
    }
    return nullptr;
}

const Body* Directory::centre_for(std::string_view region) const {
    for (const std::string& code : upward(region))
        if (const auto found = centres_.find(code); found != centres_.end())
            return &rows_.bodies[found->second];
    return nullptr;
}

const Body* Directory::body_for(BodyKind kind, std::string_view region) const {
    const auto of_kind = kinds_.find(kind);
    if (of_kind == kinds_.end()) return nullptr;
    const auto& rows = of_kind->second;
    if (kind == BodyKind::national_administration) return &rows_.bodies[rows.begin()->second];
    for (const std::string& code : upward(region))
        if (const auto found = rows.find(code); found != rows.end()) return &rows_.bodies[found->second];
    return nullptr;
}

const Body* Directory::consultation_centre_for(std::string_view region, std::string_view industry) const {
    const std::string top = top_of(region);
    const Body* regional = nullptr;
    for (const Body& body : rows_.bodies) {
        if (body.kind != BodyKind::consultation_centre || !reaches_to(body, top)) continue;
        if (!body.industry.empty() && body.industry == industry) return &body;
        if (body.industry.empty() && regional == nullptr) regional = &body;
    }
    return regional;
}

const Body* Directory::coordination_centre_for(std::string_view region) const {
    const std::string top = top_of(region);
    const Body* best = nullptr;
    for (const Body& body : rows_.bodies) {
        if (body.kind != BodyKind::coordination_centre) continue;
        if (top_of(body.region) == top) return &body;
        if (reaches_to(body, top) && !best) best = &body;
    }
    return best;
}

std::vector<std::string> Directory::tops() const {
    std::vector<std::string> out;
    for (const std::string& code : rows_.regions.children(""))
        if (is_mainland(code)) out.push_back(code);
    return out;
}

std::string Directory::region_name(std::string_view region, std::string_view locale) const {
    const kinds::Regions& regions = rows_.regions;
    const auto code = regions.current(region);
    if (!code) return std::string(region);
    return locale.starts_with("zh") ? regions.full_name(*code) : regions.full_english(*code);
}

// The region itself, its prefecture and its province, without repetition. A city of the Corps is followed
// by the Corps and not by the province around it.
std::vector<std::string> Directory::upward(std::string_view region) const {
    const auto code = rows_.regions.current(region);
    if (!code) return {};
    std::vector<std::string> out{*code};
    for (std::string next : {place_of(*code), top_of(*code)})
        if (next != out.back()) out.push_back(std::move(next));
    return out;
}

} // namespace plaint::content
