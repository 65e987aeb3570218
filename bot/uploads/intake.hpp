#pragma once

#include "bot/uploads/case_room.hpp"
#include "bot/uploads/file_type.hpp"
#include "dialogs/engine/answer.hpp"
#include "storage/files.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace plaint::uploads {

enum class FileFault : std::uint8_t {
    type,    // of a type that is not taken
    content, // not what its name says
    empty,
    too_large,
    too_many,    // more than one answer may hold
    case_full,   // the case holds as many files, or as many bytes, as it may
    no_room,     // on the device
    unavailable, // our fault
};
// "too_large"
std::string_view name_of(FileFault fault);

struct Room {
    std::uint64_t file_bytes_max = 0;
    std::uint32_t files_max = 0; // in this answer
    std::shared_ptr<CaseRoom> of_case;
};

struct Refused {
    std::string name;
    FileFault fault;
};

// Takes the files of one answer as their bytes arrive, and judges each for itself. All calls block on the disk.
class Intake {
  public:
    // `files` and `types` outlive the intake.
    Intake(storage::Files& files, TypeChecker& types, storage::SessionId session, Room room);
    Intake(const Intake&) = delete;
    Intake& operator=(const Intake&) = delete;
    ~Intake() { drop(); }

    // `name` is the client's: shown again, never a path.
    void begin(std::string name);
    void write(std::string_view bytes);
    // The file is durable when this returns, or it is among the refused.
    void end();
    // The turn that names the files is committed: they stay in the case.
    void keep() { settled_ = true; }
    // No turn will name them: what was stored and not kept leaves its room to others.
    void drop();

    const std::vector<dialogs::FileRef>& stored() const { return stored_; }
    const std::vector<Refused>& refused() const { return refused_; }

  private:
    void refuse(FileFault fault);
    void refuse(const storage::Error& error);
    // Looks at the first bytes; afterwards the file has a writer or is refused.
    void judge();

    storage::Files& files_;
    TypeChecker& types_;
    storage::SessionId session_;
    Room room_;
    std::vector<dialogs::FileRef> stored_;
    std::vector<Refused> refused_;
    bool settled_ = false; // kept or dropped

    // The file being taken.
    std::string name_;
    std::string head_;
    std::string media_type_;
    std::uint64_t bytes_ = 0;
    bool given_up_ = false;
    std::unique_ptr<storage::FileWriter> writer_;
};

} // namespace plaint::uploads
