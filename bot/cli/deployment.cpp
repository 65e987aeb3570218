#include "bot/cli/deployment.hpp"

#include "bot/cli/content_options.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <unistd.h>

namespace plaint::cli {
namespace {

namespace fs = std::filesystem;

using Fault = std::optional<std::string>;

Fault fault_of_file(const std::string& path) {
    std::error_code error;
    if (!fs::is_regular_file(path, error)) return "there is no file " + path;
    if (::access(path.c_str(), R_OK) != 0) return path + " cannot be read";
    return {};
}

// A folder that is not there yet is made on first use, so what counts is the nearest one around it that is.
Fault fault_of_folder(const fs::path& path) {
    std::error_code error;
    fs::path folder = fs::absolute(path, error).lexically_normal();
    while (!fs::exists(folder, error) && folder != folder.root_path()) folder = folder.parent_path();
    if (!fs::is_directory(folder, error)) return folder.string() + " is no folder";
    if (::access(folder.c_str(), W_OK | X_OK) != 0) return "nothing can be written in " + folder.string();
    return {};
}

Fault fault_of_store(const fs::path& path) {
    std::error_code error;
    if (!fs::exists(path, error)) return fault_of_folder(path.has_parent_path() ? path.parent_path() : ".");
    if (!fs::is_regular_file(path, error)) return path.string() + " is no file";
    if (::access(path.c_str(), R_OK | W_OK) != 0) return path.string() + " cannot be written";
    return fault_of_folder(path.has_parent_path() ? path.parent_path() : ".");
}

Fault fault_of_body(const content::Directory& directory, const std::string& body) {
    if (directory.body(body) != nullptr) return {};
    return "no body of the directory has the id " + body;
}

Fault fault_of_pattern(const content::Directory& directory, const std::string& pattern) {
    if (!pattern.ends_with('*')) return fault_of_body(directory, pattern);
    const std::string beginning = pattern.substr(0, pattern.size() - 1);
    if (std::ranges::any_of(directory.bodies(),
                            [&](const content::Body& body) { return body.id.starts_with(beginning); }))
        return {};
    return "no body of the directory has an id that begins with " + beginning;
}

} // namespace

std::vector<DeploymentFault> deployment_faults(const support::Config& config) {
    std::vector<DeploymentFault> faults;
    const auto judge = [&](std::string key, Fault fault) {
        if (fault) faults.push_back({std::move(key), std::move(*fault)});
    };
    if (!config.server.tls_certificate.empty()) {
        judge("server.tls_certificate", fault_of_file(config.server.tls_certificate));
        judge("server.tls_key", fault_of_file(config.server.tls_key));
    }
    judge("storage.url", fault_of_store(config.storage.url.substr(std::string_view("sqlite:").size())));
    judge("storage.files", fault_of_folder(config.storage.files));
    if (config.timestamp) judge("timestamp.ca", fault_of_file(config.timestamp->ca));

    const auto library = load({config.content.dialogs, config.content.locales});
    if (!library) {
        for (const content::LoadError& error : library.error().errors)
            judge("content", content::to_string(error));
        return faults;
    }
    const content::Directory& directory = (*library)->content->directory;
    if (directory.centre_for(config.intake.centre) == nullptr)
        judge("intake.centre", "no centre of the directory receives for " + config.intake.centre);
    for (std::size_t i = 0; i < config.hand_over.size(); ++i)
        judge("hand_over[" + std::to_string(i) + "].centre",
              fault_of_pattern(directory, config.hand_over[i].centre));
    for (std::size_t i = 0; i < config.fetch.size(); ++i)
        judge("fetch[" + std::to_string(i) + "].body", fault_of_body(directory, config.fetch[i].body));
    return faults;
}

} // namespace plaint::cli
