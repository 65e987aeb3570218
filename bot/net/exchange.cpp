#include "bot/net/exchange.hpp"

#include <utility>

namespace plaint::net {

namespace {

class AnsweringFunction final : public Answering {
  public:
    explicit AnsweringFunction(std::function<void(Response&&)> receiver) : receiver_(std::move(receiver)) {}
    void answer(std::uint64_t, Response&& response) override { receiver_(std::move(response)); }
    bool waiting(std::uint64_t) const override { return true; }

  private:
    std::function<void(Response&&)> receiver_;
};

} // namespace

Responder Responder::to(std::function<void(Response&&)> receiver) {
    auto owned = std::make_shared<AnsweringFunction>(std::move(receiver));
    Responder responder(owned, 0);
    responder.owned_ = std::move(owned);
    return responder;
}

Responder::Responder(Responder&& other) noexcept
    : owned_(std::move(other.owned_)),
      answering_(std::move(other.answering_)),
      exchange_(other.exchange_),
      answered_(std::exchange(other.answered_, true)) {}

Responder& Responder::operator=(Responder&& other) noexcept {
    if (this == &other) return *this;
    Responder old(std::move(*this)); // answers 500 on the way out, if it was still to answer
    owned_ = std::move(other.owned_);
    answering_ = std::move(other.answering_);
    exchange_ = other.exchange_;
    answered_ = std::exchange(other.answered_, true);
    return *this;
}

Responder::~Responder() {
    if (!answered_) (*this)(problem(500, "The request was dropped before it was answered."));
}

void Responder::operator()(Response response) {
    if (std::exchange(answered_, true)) return;
    if (const auto answering = answering_.lock()) answering->answer(exchange_, std::move(response));
    answering_.reset();
    owned_.reset();
}

bool Responder::waiting() const {
    if (answered_) return false;
    const auto answering = answering_.lock();
    return answering && answering->waiting(exchange_);
}

void Upgrade::accept(SocketOpened opened) {
    *opened_ = std::move(opened);
    Response response;
    response.status = 101;
    responder_(std::move(response));
}

} // namespace plaint::net
