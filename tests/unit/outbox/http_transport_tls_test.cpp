#include "bot/outbox/http_transport.hpp"

#include <catch2/catch.hpp>

#include <httplib.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <thread>

using namespace plaint::outbox;
using namespace std::chrono_literals;

namespace {

// A key and a certificate for one name, signed by itself, so that it is its own authority.
struct Identity {
    EVP_PKEY* key = EVP_RSA_gen(2048);
    X509* certificate = X509_new();

    explicit Identity(const std::string& name) {
        X509_set_version(certificate, X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -3'600);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3'600);
        X509_set_pubkey(certificate, key);
        X509_NAME* subject = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
        X509_set_issuer_name(certificate, subject);
        add(NID_subject_alt_name, "DNS:" + name);
        add(NID_basic_constraints, "critical,CA:TRUE");
        X509_sign(certificate, key, EVP_sha256());
    }
    ~Identity() {
        X509_free(certificate);
        EVP_PKEY_free(key);
    }

    void add(int nid, const std::string& value) {
        X509V3_CTX context;
        X509V3_set_ctx_nodb(&context);
        X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
        X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
        X509_add_ext(certificate, extension, -1);
        X509_EXTENSION_free(extension);
    }

    void write(const std::string& path) const {
        std::FILE* file = std::fopen(path.c_str(), "w");
        REQUIRE(file);
        PEM_write_X509(file, certificate);
        std::fclose(file);
    }
};

struct Receiver {
    httplib::SSLServer server;
    std::thread thread;
    int port = 0;

    explicit Receiver(const Identity& identity) : server(identity.certificate, identity.key) {
        server.Post("/hook",
                    [](const httplib::Request&, httplib::Response& response) { response.status = 204; });
        port = server.bind_to_any_port("127.0.0.1");
        thread = std::thread([this] { server.listen_after_bind(); });
        while (!server.is_running()) std::this_thread::sleep_for(1ms);
    }
    ~Receiver() {
        server.stop();
        thread.join();
    }
};

std::expected<Response, TransportProblem> sent(const std::string& host, int port,
                                               const std::string& ca_file) {
    HttpTransport transport({.deadline = 5s, .ca_file = ca_file},
                            [](const auto&, auto) { return std::vector<std::string>{"127.0.0.1"}; });
    return transport.send({.url = "https://" + host + ":" + std::to_string(port) + "/hook",
                           .body = "{}",
                           .reach = Reach::private_too});
}

} // namespace

TEST_CASE("a receiver must show a certificate that is trusted and its own") {
    const std::string ca_file = "http_transport_tls_test_ca.pem";
    const Identity centre("centre.example.cn");
    const Identity other("other.example.cn");
    centre.write(ca_file);
    {
        Receiver receiver(centre);
        const auto trusted = sent("centre.example.cn", receiver.port, ca_file);
        REQUIRE(trusted);
        CHECK(trusted->status == 204);
        // Under another name the same certificate is somebody else's.
        CHECK(sent("elsewhere.example.cn", receiver.port, ca_file).error().fault ==
              TransportFault::untrusted);
        // The system's authorities do not know it.
        CHECK(sent("centre.example.cn", receiver.port, "").error().fault == TransportFault::untrusted);
    }
    {
        Receiver receiver(other);
        CHECK(sent("other.example.cn", receiver.port, ca_file).error().fault == TransportFault::untrusted);
    }
    std::remove(ca_file.c_str());
}
