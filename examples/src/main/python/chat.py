#!/usr/bin/env python3
"""A chat server: rooms, time limits, a pool of workers, producers and consumers.

Usage: chat.py [port [seconds of silence]]. docs/porting.md puts it beside its port, Chat.java.
"""
import hashlib
import sys

import eventlet
from eventlet import tpool
from eventlet.event import Event
from eventlet.greenthread import spawn_after_local
from eventlet.queue import Full, Queue

GRACE = 1  # seconds that who leaves may take to read the rest


class Room:
    """People who hear each other."""

    def __init__(self, name):
        self.name = name
        self.members = {}
        self.said = Queue(16)  # who talks waits while the room lags behind
        eventlet.spawn(self.tell)

    def tell(self):
        while True:
            line = self.said.get()
            for member in list(self.members.values()):
                member.send(line)

    def enter(self, client):
        self.members[client.name] = client
        self.said.put('* %s enters %s' % (client.name, self.name))

    def leave(self, client):
        del self.members[client.name]
        self.said.put('* %s leaves %s' % (client.name, self.name))


class Client:
    """One connection, and who is at its other end."""

    def __init__(self, chat, sock):
        self.chat = chat
        self.sock = sock
        self.name = None
        self.room = None
        self.received = b''
        self.outbox = Queue(32)
        self.task = eventlet.getcurrent()
        self.writer = eventlet.spawn(self.write)

    def write(self):
        try:
            line = self.outbox.get()
            while line is not None:
                self.sock.sendall(line.encode('utf-8') + b'\n')
                line = self.outbox.get()
        except OSError:
            pass  # the reader hears of it, too

    def send(self, line):
        try:
            self.outbox.put_nowait(line)
        except Full:
            eventlet.kill(self.task)  # does not read: keeps nobody waiting

    def read_line(self):
        while b'\n' not in self.received:
            data = self.sock.recv(4096)
            if not data:
                return None
            self.received += data
        line, self.received = self.received.split(b'\n', 1)
        return line.decode('utf-8', 'replace').strip()

    def run(self):
        try:
            self.log_in()
            line = self.next_line()
            while line is not None and line != '/quit':
                self.obey(line)
                line = self.next_line()
        except eventlet.Timeout:
            self.send('* you were silent for too long')
        finally:
            self.close()

    def log_in(self):
        self.send('* who are you?')
        with eventlet.Timeout(self.chat.silence):
            name = self.read_line()
            while name is not None and (not name or name in self.chat.clients):
                self.send('* choose another name')
                name = self.read_line()
        if name is not None:
            self.name = name
            self.chat.clients[name] = self
            self.join('hall')

    def next_line(self):
        if self.room is None:
            return None
        return eventlet.with_timeout(self.chat.silence, self.read_line)

    def obey(self, line):
        command, _, rest = line.partition(' ')
        if not command.startswith('/'):
            self.say(line)
        elif command == '/join':
            self.join(rest)
        elif command == '/who':
            self.send('* ' + ' '.join(sorted(self.room.members)))
        elif command == '/digest':
            self.digest(rest)
        elif command == '/later':
            self.later(rest)
        elif command == '/shutdown':
            self.chat.stopped.send(self.name)
        else:
            self.send('* there is no ' + command)

    def say(self, text):
        self.room.said.put('%s: %s' % (self.name, text))

    def join(self, name):
        if self.room is not None:
            self.room.leave(self)
        self.room = self.chat.room(name)
        self.room.enter(self)

    def digest(self, text):
        job = self.chat.workers.spawn(tpool.execute, digest, text)
        self.send(eventlet.with_timeout(5, job.wait, timeout_value='* that takes too long'))

    def later(self, rest):
        seconds, _, text = rest.partition(' ')
        try:
            spawn_after_local(float(seconds), self.say, text)
        except ValueError:
            self.send('* in how many seconds?')

    def close(self):
        if self.room is not None:
            del self.chat.clients[self.name]
            self.room.leave(self)
        with eventlet.Timeout(GRACE, False):
            self.outbox.put(None)
            self.writer.wait()
        self.writer.kill()
        self.sock.close()


class Chat:
    """The server."""

    def __init__(self, silence=60.0):
        self.silence = silence
        self.rooms = {}
        self.clients = {}
        self.connections = eventlet.GreenPool(100)
        self.workers = eventlet.GreenPool(2)
        self.stopped = Event()

    def room(self, name):
        if name not in self.rooms:
            self.rooms[name] = Room(name)
        return self.rooms[name]

    def serve(self, listener):
        while True:
            sock, _ = listener.accept()
            self.connections.spawn_n(self.handle, sock)

    def handle(self, sock):
        Client(self, sock).run()

    def stop(self):
        for client in list(self.clients.values()):
            client.send('* the server stops')
            eventlet.kill(client.task)
        self.connections.waitall()


def digest(text):
    return hashlib.sha256(text.encode('utf-8')).hexdigest()


def main(port=6000, silence=60.0):
    listener = eventlet.listen(('127.0.0.1', int(port)))
    chat = Chat(float(silence))
    server = eventlet.spawn(chat.serve, listener)
    print('listening on 127.0.0.1:%d' % listener.getsockname()[1], flush=True)
    print('stopped by ' + chat.stopped.wait(), flush=True)
    server.kill()
    chat.stop()
    listener.close()


if __name__ == '__main__':
    main(*sys.argv[1:])
