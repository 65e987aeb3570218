#include "tests/unit/net/wire.hpp"

#include <catch2/catch.hpp>
#include <httplib.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <unistd.h>

using namespace plaint::net;
using namespace plaint::net::test;

namespace {

/// A key and a certificate signed by itself, in files that live as long as this.
class Certificate {
  public:
    Certificate()
        : folder_(std::filesystem::temp_directory_path() / ("plaint_tls_" + std::to_string(getpid()))) {
        std::filesystem::create_directories(folder_);
        EVP_PKEY* key = EVP_EC_gen("P-256");
        X509* certificate = X509_new();
        X509_set_version(certificate, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_NAME* name = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("here"),
                                   -1, -1, 0);
        X509_set_issuer_name(certificate, name);
        X509_set_pubkey(certificate, key);
        X509_sign(certificate, key, EVP_sha256());
        write(certificate_file(), [&](FILE* file) { PEM_write_X509(file, certificate); });
        write(key_file(),
              [&](FILE* file) { PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr); });
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
    ~Certificate() { std::filesystem::remove_all(folder_); }

    std::string certificate_file() const { return folder_ / "certificate.pem"; }
    std::string key_file() const { return folder_ / "key.pem"; }

  private:
    template<typename Function>
    static void write(const std::string& path, Function function) {
        FILE* file = std::fopen(path.c_str(), "w");
        REQUIRE(file);
        function(file);
        std::fclose(file);
    }

    std::filesystem::path folder_;
};

/// A client that has asked for a WebSocket over TLS, and reads only when it is told to.
class Chat {
  public:
    explicit Chat(std::uint16_t port)
        : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free),
          stream_(BIO_new_ssl_connect(context_.get()), BIO_free_all) {
        BIO_set_conn_hostname(stream_.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
        REQUIRE(BIO_do_handshake(stream_.get()) == 1);
        const std::string handshake =
            "GET /ws HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        BIO_write(stream_.get(), handshake.data(), static_cast<int>(handshake.size()));
    }

    std::string read_until(std::string_view part) const {
        std::string got;
        char piece[1024];
        for (int bytes = 0;
             !contains(got, part) && (bytes = BIO_read(stream_.get(), piece, sizeof piece)) > 0;)
            got.append(piece, static_cast<std::size_t>(bytes));
        return got;
    }

  private:
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::unique_ptr<BIO, decltype(&BIO_free_all)> stream_;
};

} // namespace

TEST_CASE("over TLS the same routes answer, and know that they are secure") {
    Certificate certificate;
    Router router;
    router.get(
        "/", [](Request&& request, Responder answer) { answer(text(request.secure ? "secure" : "plain")); });
    router.post(
        "/", [](Request&& request, Responder answer) { answer(text(std::move(request.body))); }, 4'000'000);
    Limits limits;
    limits.body_bytes = 4'000'000;
    Running running(router, limits, [&](Options& options) {
        options.tls_certificate = certificate.certificate_file();
        options.tls_key = certificate.key_file();
    });
    httplib::SSLClient client("127.0.0.1", running.port());
    client.enable_server_certificate_verification(false);
    client.set_keep_alive(true);
    CHECK(client.Get("/")->body == "secure");
    const std::string large(3'000'000, 'x');
    CHECK(client.Post("/", large, "text/plain")->body == large);
    CHECK(client.Get("/")->body == "secure");
    CHECK(running.on_thread([&] { return running.server.counts().accepted; }) == 1);
}

TEST_CASE("a chat runs over TLS too") {
    Certificate certificate;
    Router router;
    router.socket("/ws", [](Request&&, Upgrade upgrade) {
        upgrade.accept([](std::shared_ptr<Socket> socket) {
            socket->send(std::make_shared<const std::string>("welcome"));
        });
    });
    Running running(router, {}, [&](Options& options) {
        options.tls_certificate = certificate.certificate_file();
        options.tls_key = certificate.key_file();
    });
    {
        const Chat client(running.port());
        const std::string got = client.read_until("welcome");
        CHECK(status_of(got) == 101);
        CHECK(contains(got, "\x81\x07welcome"));
    }
    CHECK(soon([&] { return running.on_thread([&] { return running.server.counts().sockets; }) == 0; }));
}

TEST_CASE("a chat over TLS whose peer takes nothing is dropped while a message is half written") {
    Certificate certificate;
    Router router;
    std::shared_ptr<Socket> chat;
    std::uint16_t closed_with = 0;
    router.socket("/ws", [&](Request&&, Upgrade upgrade) {
        upgrade.accept([&](std::shared_ptr<Socket> socket) {
            chat = std::move(socket);
            chat->on_close = [&](std::uint16_t code) { closed_with = code; };
        });
    });
    // Once because the queue is full, once because nothing was heard for too long.
    for (const bool silent : {false, true}) {
        CAPTURE(silent);
        Limits limits;
        if (silent) limits.socket_idle = 1s;
        Running running(router, limits, [&](Options& options) {
            options.tls_certificate = certificate.certificate_file();
            options.tls_key = certificate.key_file();
        });
        const Chat client(running.port());
        REQUIRE(soon([&] { return running.on_thread([&] { return chat && chat->open(); }); }));
        const auto message = std::make_shared<const std::string>(79'000, 'x');
        REQUIRE(soon([&] {
            return running.on_thread([&] {
                if (!silent) return !chat->send(message);
                // The kernel takes megabytes before it takes no more.
                if (chat->buffered_bytes() < 900'000) chat->send(message);
                return chat->buffered_bytes() >= 900'000 || !chat->open();
            });
        }));
        const std::uint16_t code = silent ? Socket::abnormal : Socket::policy;
        CHECK(soon([&] { return running.on_thread([&] { return closed_with == code; }); }));
        CHECK(running.on_thread([&] { return running.server.counts().sockets; }) == 0);
        // What was under way has ended by now, and what is sent to a closed socket is not sent.
        CHECK_FALSE(running.on_thread([&] { return chat->send(message); }));
    }
}

TEST_CASE("a client that speaks no TLS is dropped, and so is one that says nothing") {
    Certificate certificate;
    Router router;
    Limits limits;
    limits.header = 100ms;
    Running running(router, limits, [&](Options& options) {
        options.tls_certificate = certificate.certificate_file();
        options.tls_key = certificate.key_file();
    });
    Wire plain(running.port());
    plain.send("GET / HTTP/1.1\r\nHost: here\r\n\r\n");
    CHECK(plain.hung_up());
    Wire silent(running.port());
    CHECK(silent.hung_up());
}
