#pragma once

#include "bot/net/hub.hpp"
#include "bot/net/transport.hpp"

#include <memory>
#include <string>

namespace plaint::net {

/// Completes a WebSocket handshake that has been accepted, and gives the socket to `opened`.
void open_websocket(Hub& hub, Transport transport, AddressBook::Entry entry, const std::string& key,
                    Response response, SocketOpened opened);

/// Says goodbye (1001) on every open socket.
void close_websockets(Hub& hub);
/// Cuts every socket off without a word, because the server ends; whoever still holds one finds it closed.
void detach_websockets(Hub& hub);

} // namespace plaint::net
