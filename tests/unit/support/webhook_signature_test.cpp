#include "bot/support/webhook_signature.hpp"

#include <catch2/catch.hpp>

using namespace plaint::support;

TEST_CASE("the signature is the one of the published example") {
    CHECK(standard_webhooks_signature(
              "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
              R"({"test": 2432232314})") == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("a secret of another form signs nothing") {
    for (const char* secret :
         {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqr",
          "whsec_not base64 at all!!!!!!!!!!!!", "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}) {
        INFO(secret);
        CHECK_FALSE(is_webhook_secret(secret));
        CHECK_FALSE(standard_webhooks_signature(secret, "msg", 1, "{}"));
    }
    CHECK(is_webhook_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
}
