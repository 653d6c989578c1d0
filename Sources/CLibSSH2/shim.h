#include <libssh2.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

// Memory that is wiped before it is given back: libssh2 keeps copies of keys and of what was decrypted with them.

static void *ptp_ssh_allocate(size_t size, void **abstract) {
    (void)abstract;
    return malloc(size);
}

static void ptp_ssh_free(void *memory, void **abstract) {
    (void)abstract;
    if (!memory) return;
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

static inline LIBSSH2_SESSION *ptp_ssh_session(void) {
    return libssh2_session_init_ex(ptp_ssh_allocate, ptp_ssh_free, ptp_ssh_reallocate, NULL);
}
