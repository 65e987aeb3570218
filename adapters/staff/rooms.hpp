#pragma once

#include "adapters/staff/layout.hpp"

// The rooms of the console; each adds its pages and forms to the gate.
namespace plaint::staff {

void add_sign_in_pages(Context& context, Gate& gate);
void add_account_pages(Context& context, Gate& gate); // and the journal
void add_session_pages(Context& context, Gate& gate); // of whoever is signed in
void add_case_list(Context& context, Gate& gate);
void add_callers(Context& context, Gate& gate);
void add_case_page(Context& context, Gate& gate);
void add_case_actions(Context& context, Gate& gate);
void add_case_files(Context& context, Gate& gate);

// A file of a case or a call, as it goes to the officer.
void send_file(Context& context, const Seen& seen, storage::FileRecord record);
// Why a password or a code will not do.
std::string_view key_of(review::EnrolFault fault);
// A line of a form: what is asked, and where it is written.
void field(Html& html, const Words& words, Markup input, std::string_view key);
// What a refusal of the review looks like.
void refuse(Context& context, const Seen& seen, review::Refused refused);
// The case number of the path; nothing, and the visit is answered, where it is none.
std::optional<storage::CaseNumber> number_in(Context& context, const Seen& seen);

} // namespace plaint::staff
