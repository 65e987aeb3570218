#include "bot/routed/matters.hpp"

#include <algorithm>

namespace plaint::routed {

namespace {

using dialogs::Tree;

// What is asked beside the respondents, by what the rules look at together.
const std::vector<std::vector<std::string_view>> together{
    {border_path, port_path},
    {matter_path, port_path},
    {maker_known_path, maker_name_path, maker_region_path, offline_path},
    {role_path, obvious_path, measure_path, measured_path},
    {others_path, status_path},
    {venue_path},
    {complainant_path},
    {industry_path},
    {refused_path},
    {ticket_path}};
// Amounts matter wherever somebody is.
const std::vector<std::string_view> amount_paths{turnover_path, gains_path, loss_path, others_path};
// What is not asked, but said by an officer or by whoever opens the case.
constexpr std::string_view officers_words[] = {group_path,    influence_path, serious_path, suspicion_path,
                                               conflict_path, unable_path,    refused_path};

bool is_known(const Alike& alike, const content::Directory& directory) {
    const auto* named = alike.front() ? std::get_if<std::string>(&alike.front()->value) : nullptr;
    return named != nullptr && directory.platform(*named) != nullptr;
}

Said said_of(const std::string& text) { return dialogs::Answer{.value = text}; }

} // namespace

Landmarks Matters::landmarks(const content::Directory& directory) {
    return landmarks_of(directory, std::max<std::size_t>(3, group_places(directory.rules().settings)));
}

Matters::Matters(const content::Directory& directory, const Landmarks& landmarks, const Tree& tree,
                 const std::string& kind)
    : settings_(directory.rules().settings),
      landmarks_(landmarks),
      readings_(directory, tree, kind, landmarks_) {
    for (const std::string_view path : {principal_path, centre_path})
        rest_[path] = &kept_.emplace_back(readings_.of(path));
    for (const auto& paths : together)
        for (const std::string_view path : paths)
            if (!rest_.contains(path)) rest_[path] = &kept_.emplace_back(readings_.of(path));
    for (const std::string_view path : amount_paths)
        if (!rest_.contains(path)) rest_[path] = &kept_.emplace_back(readings_.of(path));
    const auto block = directory.rules().blocks.find(kind);
    has_groups_ = block != directory.rules().blocks.end() &&
                  content::form_of(content::Reason::group).may_hold_in(block->second);
    regions_ = &kept_.emplace_back(readings_.of(region_path));
    platforms_ = &kept_.emplace_back(readings_.of(platform_path));
    links_ = &kept_.emplace_back(readings_.of(link_path));
    // A tree that makes out the place of a code keeps it; another hands over the code alone.
    registered_path_ = tree.field(registered_path) != nullptr ? registered_path : code_path;
    registered_ = &kept_.emplace_back(readings_.of(registered_path_));
    for (const std::string& code : landmarks_.all) sweep_.push_back({said_of(code)});
    yes_ = {dialogs::Answer{.value = true}};
    ticket_ = {dialogs::Answer{.value = std::string("1")}};
    for (const Alike& alike : *platforms_) (is_known(alike, directory) ? known_ : unknown_).push_back(&alike);
    for (const auto& [path, classes] : rest_) common_.push_back(trait(std::string(path), &classes->front()));
}

// The same part is the same object, so that whoever looks at it does so once.
const proof::Trait* Matters::trait(std::string path, const Alike* alike) {
    const auto [made, is_new] = traits_[path].try_emplace(alike);
    if (is_new) made->second = {std::move(path), *alike};
    return &made->second;
}

void Matters::put(Matter& matter, std::string_view path, const Alike* alike) {
    std::erase_if(matter.parts, [&](const proof::Trait* part) { return part->path == path; });
    matter.parts.push_back(trait(std::string(path), alike));
}

proof::Sight Matters::named() const {
    proof::Sight all{.items = {{"respondents", static_cast<std::uint32_t>(respondents_.size())}},
                     .traits = {}};
    for (const auto& [path, traits] : traits_)
        for (const auto& [alike, trait] : traits) all.traits.push_back(&trait);
    return all;
}

std::vector<Matter> Matters::of_conversations() {
    add({});
    for (const Respondent& one : every()) add({one});
    add_rest({});
    for (const Respondent& one : main_ones()) add_rest({one});
    add_each({main_ones().back()}, amount_paths);
    add_registered();
    const std::vector<Respondent> two = some(1);
    for (const Respondent& first : two)
        for (const Respondent& second : two)
            for (const Alike* principal : some_of(principal_path, 3)) add({first, second}, principal);
    if (has_groups_) add_groups();
    sweep_regions();
    return std::move(found_);
}

void Matters::add_registered() {
    for (const Respondent& one : main_ones())
        for (const Alike& registered : *registered_) {
            Respondent there = one;
            there.registered = &registered;
            add({there});
        }
}

void Matters::sweep_regions() {
    const Respondent nobody = main_ones().front();
    for (const Alike& region : sweep_) {
        Respondent there = nobody;
        there.region = &region;
        add({there});
        add({nobody});
        put(found_.back(), maker_region_path, &region);
    }
}

std::vector<Matter> Matters::of_officers() {
    for (const std::string_view word : officers_words)
        for (const std::vector<Respondent>& respondents : for_officers()) {
            add(respondents);
            put(found_.back(), word, &yes_);
        }
    for (const Alike& industry : *rest_.at(industry_path)) {
        add({main_ones().back()});
        put(found_.back(), unable_path, &yes_);
        put(found_.back(), industry_path, &industry);
    }
    for (const std::string& code : landmarks_.places) {
        sweep_.push_back({said_of(code)});
        add({main_ones().back()});
        put(found_.back(), conflict_path, &yes_);
        put(found_.back(), other_side_path, &sweep_.back());
    }
    add({main_ones().back()});
    put(found_.back(), ticket_path, &ticket_);
    return std::move(found_);
}

std::vector<Matter> Matters::of_settings() {
    for (const Respondent& one : every()) add({one});
    return std::move(found_);
}

std::vector<Matter> Matters::of_centres(const content::Directory& directory) {
    for (const content::Body& body : directory.bodies()) {
        if (body.kind != content::BodyKind::centre) continue;
        sweep_.push_back({said_of(body.region)});
        add({});
        put(found_.back(), centre_path, &sweep_.back());
    }
    return std::move(found_);
}

// Those that the directory does not know, and so many of the others.
std::vector<const Alike*> Matters::platforms(std::size_t count) const {
    std::vector<const Alike*> some = unknown_;
    if (count > 0 && !known_.empty()) some.push_back(known_.front());
    if (count > 1 && known_.size() > 1) some.push_back(known_.back());
    return some;
}

std::size_t Matters::group_places(const content::Settings& settings) {
    return static_cast<std::size_t>(std::max(settings.group_prefectures_min, 1));
}

Matter Matters::made(const std::vector<Respondent>& respondents) {
    Matter matter{.respondents = static_cast<std::uint32_t>(respondents.size()), .parts = common_};
    matter.parts.reserve(common_.size() + respondents.size() * std::tuple_size_v<Parts>);
    for (std::size_t i = 0; i < respondents.size(); ++i) {
        const Parts& parts = parts_of(i, respondents[i]);
        matter.parts.insert(matter.parts.end(), parts.begin(), parts.end());
    }
    return matter;
}

const Matters::Parts& Matters::parts_of(std::size_t position, const Respondent& respondent) {
    if (respondents_.size() <= position) respondents_.resize(position + 1);
    const auto [parts, is_new] = respondents_[position].try_emplace(respondent);
    if (is_new) {
        const std::string at = "respondents[" + std::to_string(position) + "].";
        const std::string registered(registered_path_.substr(registered_path_.find('.') + 1));
        parts->second = {
            trait(at + "links[0].url", respondent.link), trait(at + registered, respondent.registered),
            trait(at + "region", respondent.region), trait(at + "platform", respondent.platform)};
    }
    return parts->second;
}

void Matters::add(const std::vector<Respondent>& respondents, const Alike* principal) {
    found_.push_back(made(respondents));
    if (principal != nullptr) put(found_.back(), principal_path, principal);
}

// All that is read beside the respondents, each with each that the rules look at together.
void Matters::add_rest(const std::vector<Respondent>& respondents) {
    for (const auto& paths : together) add_each(respondents, paths);
}

void Matters::add_each(const std::vector<Respondent>& respondents,
                       const std::vector<std::string_view>& paths) {
    std::vector<Matter> matters{made(respondents)};
    for (const std::string_view path : paths) {
        std::vector<Matter> wider;
        for (const Matter& matter : matters)
            for (const Alike& alike : *rest_.at(path)) {
                wider.push_back(matter);
                put(wider.back(), path, &alike);
            }
        matters = std::move(wider);
    }
    std::ranges::move(matters, std::back_inserter(found_));
}

// As many respondents as make a group, in as many places; and the same with each of them otherwise.
void Matters::add_groups() {
    const auto many = static_cast<std::size_t>(settings_.group_respondents_min);
    const std::vector<Respondent> others = some(1);
    for (const Alike* platform : {unknown_.back(), platforms(1).back()}) {
        const std::vector<Respondent> group = group_on(platform);
        for (const Alike* principal : some_of(principal_path, 4)) add(group, principal);
        for (std::size_t i = 0; i < std::min<std::size_t>(many, 3); ++i)
            for (const Respondent& other : others) {
                std::vector<Respondent> changed = group;
                changed[i] = other;
                add(changed);
                // Two that are otherwise, of a group of three, leave none of the numbers that it takes.
                for (const Respondent& second : i == 0 ? others : std::vector<Respondent>()) {
                    changed[many - 1] = second;
                    add(changed);
                }
            }
    }
}

std::vector<Respondent> Matters::group_on(const Alike* platform) const {
    std::vector<Respondent> group;
    for (std::size_t i = 0; i < static_cast<std::size_t>(settings_.group_respondents_min); ++i)
        group.push_back(one_at(placed(i % group_places(settings_)), platform));
    return group;
}

std::vector<std::vector<Respondent>> Matters::for_officers() const {
    const Alike* platform = platforms(1).back();
    std::vector<std::vector<Respondent>> all{group_on(platform),
                                             {one_at(placed(0), platform), one_at(placed(2), platform)}};
    for (const Respondent& one : some(1)) all.push_back({one});
    return all;
}

Respondent Matters::one_at(const Alike* region, const Alike* platform) const {
    return {region, platform, &links_->front(), &registered_->front()};
}

std::vector<const Alike*> Matters::some_of(std::string_view path, std::size_t count) const {
    std::vector<const Alike*> some;
    for (const Alike& alike : *rest_.at(path))
        if (some.size() < count) some.push_back(&alike);
    return some;
}

// The class of the n-th place of the landmarks, or whatever there is.
const Alike* Matters::placed(std::size_t n) const {
    const auto is_there = [&](const Alike& alike) {
        return n < landmarks_.places.size() &&
               std::ranges::find(alike, said_of(landmarks_.places[n])) != alike.end();
    };
    const auto found = std::ranges::find_if(*regions_, is_there);
    return found != regions_->end() ? &*found : &regions_->back();
}

// One respondent in every way.
std::vector<Respondent> Matters::every() const {
    std::vector<Respondent> all;
    for (const Alike& region : *regions_)
        for (const Alike& platform : *platforms_)
            for (const Alike& link : *links_)
                all.push_back({&region, &platform, &link, &registered_->front()});
    return all;
}

// In the ways that matter to another respondent, with so many platforms of the directory.
std::vector<Respondent> Matters::some(std::size_t known) const {
    std::vector<Respondent> all;
    for (const Alike& region : *regions_)
        for (const Alike* platform : platforms(known)) all.push_back(one_at(&region, platform));
    return all;
}

std::vector<Respondent> Matters::main_ones() const {
    const Alike* platform = platforms(1).back();
    return {one_at(&regions_->front(), &platforms_->front()), one_at(&regions_->front(), platform),
            one_at(placed(0), platform)};
}

} // namespace plaint::routed
