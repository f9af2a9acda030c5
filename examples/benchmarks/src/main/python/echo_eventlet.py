"""An echo server of eventlet's. Listens on a free port of 127.0.0.1, which it prints."""
import socket

import eventlet


def handle(client, _):
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while True:
        data = client.recv(65536)
        if not data:
            break
        client.sendall(data)


listener = eventlet.listen(('127.0.0.1', 0), backlog=4096)
print(listener.getsockname()[1], flush=True)
eventlet.serve(listener, handle, concurrency=100000)
