#include "adapters/hotline/telephone_check.hpp"
#include "bot/cli/against.hpp"
#include "bot/cli/command.hpp"
#include "bot/cli/content_options.hpp"
#include "bot/cli/dictation.hpp"
#include "bot/library/orphans.hpp"
#include "bot/routed/route_check.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

namespace plaint::cli {
namespace {

struct CheckOptions {
    ContentOptions content;
    AgainstOptions against;
    std::string transcripts; // folder
    bool json = false;
};

nlohmann::json to_json(const content::LoadError& error, std::string_view kind) {
    return {{"kind", kind}, {"file", error.file}, {"pointer", error.pointer}, {"what", error.what}};
}

nlohmann::json to_json(const content::LoadErrors& errors) {
    nlohmann::json findings = nlohmann::json::array();
    for (const content::LoadError& error : errors) findings.push_back(to_json(error, "load"));
    return {{"ok", errors.empty()}, {"findings", std::move(findings)}};
}

std::string_view name_of(dialogs::Modality modality) {
    return modality == dialogs::Modality::voice ? "voice" : "web";
}

struct Checked {
    const dialogs::Tree* tree = nullptr;
    proof::Proof proof;
};

struct Judged {
    routed::RouteCheck routes; // without what is found of a tree
    std::vector<Checked> trees;
};

// What is proved of trees and what of routes are questions apart, and each takes its time.
Judged judge(const content::Content& content) {
    auto routing = std::async(std::launch::async, [&] { return routed::check_routes(content); });
    Judged judged;
    for (const auto& [name, tree] : content.trees)
        judged.trees.push_back({&tree, proof::prove(content, tree)});
    judged.routes = routing.get();
    for (Checked& checked : judged.trees)
        std::ranges::move(judged.routes.findings[checked.tree->name],
                          std::back_inserter(checked.proof.findings));
    return judged;
}

nlohmann::json to_json(const proof::Finding& finding, const std::string& transcript) {
    nlohmann::json json = {{"kind", proof::name_of(finding.fault)},
                           {"file", finding.place.file},
                           {"pointer", finding.place.pointer},
                           {"what", finding.what},
                           {"subject", finding.subject}};
    if (!finding.conversation) return json;
    nlohmann::json said = nlohmann::json::array();
    for (const proof::Said& one : finding.conversation->said)
        said.push_back({{"ask", one.path},
                        {"state", dialogs::name_of(one.state)},
                        {"value", one.words},
                        {"decisive", one.decisive}});
    json["conversation"] = {{"channel", name_of(finding.conversation->modality)},
                            {"said", std::move(said)},
                            {"ends", finding.conversation->submits ? "submit" : finding.conversation->asks},
                            {"transcript", transcript}};
    return json;
}

void print(const proof::Finding& finding, const std::string& file) {
    std::cout << content::to_string({finding.place.file, finding.place.pointer, finding.what}) << "\n";
    if (!finding.conversation) return;
    for (const proof::Said& said : finding.conversation->said)
        if (said.decisive) std::cout << "    because of   " << in_words(said) << "\n";
    std::cout << "    shown by " << finding.conversation->said.size() << " answers, "
              << name_of(finding.conversation->modality);
    if (!file.empty()) {
        std::cout << ": " << file << "\n";
        return;
    }
    std::cout << ":\n";
    for (const proof::Said& said : finding.conversation->said)
        std::cout << "        " << in_words(said) << "\n";
    std::cout << "        "
              << (finding.conversation->submits ? "and the submission"
                                                : "and then " + finding.conversation->asks + " is asked")
              << "\n";
}

void print(const proof::Proof& proof) {
    if (!proof.findings.empty()) return;
    std::cout << proof.tree << ": " << proof.obligations << " obligations and " << proof.goals
              << " goals are proved";
    for (const proof::Bound& bound : proof.bounds)
        std::cout << "; " << name_of(bound.modality) << ": at most " << bound.inputs << " inputs in a visit";
    std::cout << "\n";
}

// Writes each finding's conversation into the folder and gives the file's name; empty without a folder.
std::string save(const std::string& folder, const std::string& tree, std::size_t number,
                 const std::string& transcript) {
    if (folder.empty() || transcript.empty()) return {};
    const std::string file = folder + "/" + tree + "_" + std::to_string(number) + ".txt";
    std::ofstream stream(file, std::ios::binary);
    stream << transcript;
    return file;
}

// What no telephone can put, and what is too long for the ear.
void check_telephone(const CheckOptions& options, const library::Library& library, nlohmann::json& findings) {
    for (const auto check : {hotline::check_questions, hotline::check_spoken})
        for (const hotline::Finding& finding : check(library)) {
            const content::LoadError error{finding.place.file, finding.place.pointer, finding.what};
            findings.push_back(to_json(error, hotline::name_of(finding.fault)));
            findings.back()["subject"] = finding.subject;
            if (!options.json) std::cout << content::to_string(error) << "\n";
        }
}

int check_proofs(const CheckOptions& options, const library::Library& library) {
    nlohmann::json findings = nlohmann::json::array();
    nlohmann::json proofs = nlohmann::json::array();
    // The built-in languages word more than a dialog that is tried with them.
    if (options.content.dialogs.empty() == options.content.locales.empty())
        for (const content::LoadError& orphan : library::orphans(library)) {
            findings.push_back(to_json(orphan, "orphan"));
            if (!options.json) std::cout << content::to_string(orphan) << "\n";
        }
    check_telephone(options, library, findings);
    Judged judged = judge(*library.content);
    for (const proof::Finding& finding : judged.routes.findings[""]) {
        findings.push_back(to_json(finding, {}));
        if (!options.json) print(finding, {});
    }
    for (const Checked& checked : judged.trees) {
        std::size_t number = 0;
        for (const proof::Finding& finding : checked.proof.findings) {
            const std::string transcript =
                finding.conversation ? dictate(finding, library, *checked.tree) : std::string{};
            const std::string file = save(options.transcripts, checked.proof.tree, ++number, transcript);
            findings.push_back(to_json(finding, transcript));
            if (!options.json) print(finding, file);
        }
        if (!options.json) print(checked.proof);
        nlohmann::json bounds;
        for (const proof::Bound& bound : checked.proof.bounds)
            bounds[std::string(name_of(bound.modality))] = bound.inputs;
        proofs.push_back({{"tree", checked.proof.tree},
                          {"obligations", checked.proof.obligations},
                          {"goals", checked.proof.goals},
                          {"inputs_max", std::move(bounds)}});
    }
    bool ok = findings.empty();
    nlohmann::json whole{{"routed", judged.routes.cases},
                         {"version", library.version},
                         {"findings", std::move(findings)},
                         {"proofs", std::move(proofs)}};
    if (!options.against.folder.empty()) {
        const auto compared = compare_against(options.against, library, whole["against"]);
        if (!compared) return unusable;
        ok = ok && compared->ok;
        if (!options.json) std::cout << compared->text;
    }
    whole["ok"] = ok;
    if (options.json)
        std::cout << whole.dump(2) << "\n";
    else if (ok)
        std::cout << judged.routes.cases << " cases that routing could tell apart have one lead each\n"
                  << "no findings; content version " << library.version << "\n";
    return ok ? success : finding;
}

int check(const CheckOptions& options) {
    const auto library = load(options.content);
    if (!library && library.error().unreadable)
        return complain(content::to_string(library.error().errors.front()));
    if (!options.transcripts.empty() && !std::filesystem::is_directory(options.transcripts))
        return complain(options.transcripts + " is no folder");
    if (library) return check_proofs(options, **library);
    if (options.json)
        std::cout << to_json(library.error().errors).dump(2) << "\n";
    else
        for (const content::LoadError& error : library.error().errors)
            std::cout << content::to_string(error) << "\n";
    return finding;
}

} // namespace

void add_check(CLI::App& program, int& code) {
    const auto options = std::make_shared<CheckOptions>();
    CLI::App* command = program.add_subcommand(
        "check", "Checks trees, checklists, languages and directory, and proves the trees");
    options->content.add_to(*command);
    command->add_flag("--json", options->json, "Findings as JSON");
    command
        ->add_option("--transcripts", options->transcripts,
                     "Writes the conversation that shows each finding into this folder")
        ->type_name("DIR");
    CLI::Option* against =
        command
            ->add_option("--against", options->against.folder,
                         "The dialogs of before: says what running sessions meet when these take their place")
            ->type_name("OLD");
    options->against.kept.add_to(*command);
    for (const char* store : {"--config", "--data"}) command->get_option(store)->needs(against);
    command->footer("With --against it also proves that no session that can exist is stranded by the change; "
                    "with --data or\n"
                    "--config it counts what the drafts and the submitted sessions of that store meet.");
    command->callback([options, &code] { code = check(*options); });
}

} // namespace plaint::cli
