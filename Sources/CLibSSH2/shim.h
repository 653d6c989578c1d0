#include <errno.h>
#include <libssh2.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

// What libssh2 does not tell about a session.
struct ptp_ssh_notes {
    // How many bytes of the host's greeting have been read.
    size_t greeting;
    // Whether the host has said with which status a command ended: without it libssh2 says 0, which is a success.
    int has_status;
};

// A request is freed as it came in: its kind, the number of its channel, and its name.
static void ptp_ssh_note(const void *memory, void **abstract) {
    static const char name[] = "\0\0\0\013exit-status";
    const char *packet = memory;
    if (malloc_usable_size((void *)memory) < 25 || packet[0] != 98) return;
    if (!memcmp(packet + 5, name, sizeof name - 1)) ((struct ptp_ssh_notes *)*abstract)->has_status = 1;
}

// Memory that is wiped before it is given back: libssh2 keeps copies of keys and of what was decrypted with them.

static void *ptp_ssh_allocate(size_t size, void **abstract) {
    (void)abstract;
    return malloc(size);
}

static void ptp_ssh_free(void *memory, void **abstract) {
    if (!memory) return;
    ptp_ssh_note(memory, abstract);
    explicit_bzero(memory, malloc_usable_size(memory));
    free(memory);
}

// Not realloc: it would leave the old bytes behind where it moves them.
static void *ptp_ssh_reallocate(void *memory, size_t size, void **abstract) {
    void *other = malloc(size);
    if (other && memory) {
        size_t old = malloc_usable_size(memory);
        memcpy(other, memory, old < size ? old : size);
        ptp_ssh_free(memory, abstract);
    }
    return other;
}

// libssh2 reads a greeting byte by byte and line by line until one is that of SSH, and never returns from one that does
// not end; nothing else is read so.
static ssize_t ptp_ssh_receive(libssh2_socket_t socket, void *buffer, size_t length, int flags, void **abstract) {
    struct ptp_ssh_notes *notes = *abstract;
    if (length == 1 && notes->greeting++ >= 16384) return -EPROTO;
    ssize_t count = recv(socket, buffer, length, flags);
    return count < 0 ? -errno : count;
}

static inline struct ptp_ssh_notes *ptp_ssh_notes(void) { return calloc(1, sizeof(struct ptp_ssh_notes)); }

// A session whose notes are the caller's to free after it.
static inline LIBSSH2_SESSION *ptp_ssh_session(struct ptp_ssh_notes *notes) {
    LIBSSH2_SESSION *session = libssh2_session_init_ex(ptp_ssh_allocate, ptp_ssh_free, ptp_ssh_reallocate, notes);
    if (session) libssh2_session_callback_set(session, LIBSSH2_CALLBACK_RECV, (void *)ptp_ssh_receive);
    return session;
}
