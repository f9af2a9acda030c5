// Load for an echo server: connections to 127.0.0.1, each of which sends a message and waits for it to come back, again
// and again. Usage: echo_load PORT CONNECTIONS BYTES SECONDS
// Prints: round trips a second, then the median, the 99th percentile and the greatest of the round trips' microseconds.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 1024, SAMPLES = 1 << 20 };

struct connection {
    int fd;
    size_t got;
    double sent;
};

static char *message;
static size_t size;
static float samples[SAMPLES];
static long trips;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void begin(struct connection *connection, int port) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;
    connection->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connection->fd < 0 || connect(connection->fd, (void *)&address, sizeof address)) die("cannot connect");
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(connection->fd, F_SETFL, O_NONBLOCK);
}

static void send_one(struct connection *connection) {
    connection->got = 0;
    connection->sent = now();
    if (write(connection->fd, message, size) != (ssize_t)size) die("cannot send");
}

// Once there are too many samples, each new one takes the place of a random one.
static void count(double microseconds) {
    samples[trips < SAMPLES ? trips : random() % SAMPLES] = microseconds;
    trips++;
}

static void receive(struct connection *connection) {
    static char buffer[65536];
    ssize_t got = read(connection->fd, buffer, sizeof buffer);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) die("the server has closed a connection");
    connection->got += got;
    if (connection->got >= size) {
        count((now() - connection->sent) * 1e6);
        send_one(connection);
    }
}

static int ascending(const void *one, const void *other) {
    float a = *(const float *)one, b = *(const float *)other;
    return a < b ? -1 : a > b;
}

int main(int arguments, char **argument) {
    if (arguments != 5) {
        fprintf(stderr, "usage: echo_load PORT CONNECTIONS BYTES SECONDS\n");
        return 2;
    }
    int connections = atoi(argument[2]);
    double seconds = atof(argument[4]);
    size = atol(argument[3]);
    message = calloc(1, size);
    struct connection *all = calloc(connections, sizeof *all);
    int epoll = epoll_create1(0);
    for (int i = 0; i < connections; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
        begin(&all[i], atoi(argument[1]));
        epoll_ctl(epoll, EPOLL_CTL_ADD, all[i].fd, &event);
    }
    double begun = now();
    for (int i = 0; i < connections; i++) send_one(&all[i]);
    for (struct epoll_event events[EVENTS]; now() < begun + seconds;) {
        int ready = epoll_wait(epoll, events, EVENTS, 100);
        for (int i = 0; i < ready; i++) receive(events[i].data.ptr);
    }
    double took = now() - begun;
    size_t kept = trips < SAMPLES ? trips : SAMPLES;
    if (kept == 0) die("nothing has come back");
    qsort(samples, kept, sizeof *samples, ascending);
    printf("%f %f %f %f\n", trips / took, samples[kept / 2], samples[kept * 99 / 100], samples[kept - 1]);
}
