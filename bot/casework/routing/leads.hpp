#pragma once

#include "bot/casework/routing/route.hpp"

#include <vector>

namespace plaint::routing {

using Arguments = std::map<std::string, content::Names, std::less<>>;

struct Choice {
    content::Body lead;
    RuleReason why;
};

RuleReason reason(content::Reason kind, Arguments arguments);
content::Names in_words(std::size_t number);

// Who is asked about what people call another right; the desk where that is not known.
content::BodyKind matter_of(const Facts& facts, const content::Rules& rules);

// Who would lead a case by one block of the table: the first match in it, respondent by respondent.
class Leads {
  public:
    // All outlive this; the custody is the receiving centre.
    Leads(const Facts& facts, const content::Directory& directory, content::Block block,
          const content::Body& custody);

    // The named principal goes first, and nobody overtakes anybody else: first named, first accepted.
    const std::vector<std::size_t>& order() const { return order_; }

    // By the first respondent whom a body can answer for; the desk only if there is none.
    Choice first() const { return by(first_placed()); }
    // By one respondent; an index past the last stands for a case without any.
    Choice by(std::size_t respondent) const;
    std::size_t first_placed() const;

    // Who acts at a place against what the block is about, and what is above them in the province.
    const content::Body& authority(std::string_view region) const;

    // The first platform that the directory knows, in that order.
    const content::PlatformRow* platform() const;
    const content::PlatformRow& platform_of(std::size_t respondent) const;

    content::Names name_of(std::size_t respondent) const;
    content::Names region(const std::string& code) const;

  private:
    // The reasons of a block for the respondent's place and for the platform's.
    struct Pair {
        content::Reason respondent, platform;
    };

    bool has_body(std::size_t respondent) const;
    Choice by_infringement(std::size_t respondent) const;
    Choice by_passing_off(std::size_t respondent) const;
    Choice by_place(std::size_t respondent, Pair reasons) const;
    Choice by_opinion() const;
    Choice by_matter() const;
    Choice by_port() const;
    Choice at_region(const std::string& code, std::size_t respondent, content::Reason kind) const;
    Choice at_platform(std::size_t respondent, content::Reason kind) const;
    Choice at_desk(std::size_t respondent, content::Reason kind) const;
    std::string province() const;

    const Facts& facts_;
    const content::Directory& directory_;
    content::Block block_;
    const content::Body& custody_;
    std::vector<std::size_t> order_;
};

} // namespace plaint::routing
