#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace plaint::storage {

// SHA-256 of bytes that come in pieces.
class Digest {
  public:
    Digest();
    void add(std::string_view bytes);
    std::string finish(); // hexadecimal; nothing may be added after it

  private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

} // namespace plaint::storage
