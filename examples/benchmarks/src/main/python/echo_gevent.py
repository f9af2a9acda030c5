"""An echo server of gevent's. Listens on a free port of 127.0.0.1, which it prints."""
import socket

from gevent.server import StreamServer


def handle(client, _):
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while True:
        data = client.recv(65536)
        if not data:
            break
        client.sendall(data)


server = StreamServer(('127.0.0.1', 0), handle, backlog=4096)
server.start()
print(server.server_port, flush=True)
server.serve_forever()
