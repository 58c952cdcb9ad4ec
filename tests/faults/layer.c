/* Stands between a program and the C library, and sees every call that changes something below one folder.

   Loaded with LD_PRELOAD. FAULTS_ROOT names the folder, FAULTS_JOURNAL a file that takes down what was done, in
   order and with its bytes; writes to the file FAULTS_SAID stand in it as what the program told. Through
   faults_arm() the n-th of these calls, or all from the n-th on, fail without being done.

   One lock holds a call and its line together, so that the journal has the order in which things happened. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static const char *root, *said;
static int journal = -1;
static long armed, count;
static int code, every;

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
    REAL(open);
    root = getenv("FAULTS_ROOT");
    said = getenv("FAULTS_SAID");
    const char *path = getenv("FAULTS_JOURNAL");
    if (path) journal = real(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* From now on the n-th call (1 is the next one) fails with this error; with `all`, every later one too. */
void faults_arm(long n, int error, int all) { count = 0; armed = n; code = error; every = all; }

/* How many calls there were since faults_arm. */
long faults_count(void) { return count; }

static int is_below(const char *path, const char *folder) {
    size_t size = folder ? strlen(folder) : 0;
    return size && !strncmp(path, folder, size) && (path[size] == '/' || !path[size]);
}

/* The absolute path; 0 where it does not lie below the folder. */
static int named(int folder, const char *path, char *out) {
    char base[PATH_MAX];
    if (path[0] == '/') {
        snprintf(out, PATH_MAX, "%s", path);
    } else {
        char link[64];
        ssize_t size;
        snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
        if ((size = readlink(link, base, sizeof base - 1)) < 0) return 0;
        base[size] = 0;
        if (snprintf(out, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return 0;
    }
    return is_below(out, root);
}

static int opened(int fd, char *out) {
    char link[64];
    ssize_t size;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if ((size = readlink(link, out, PATH_MAX - 1)) < 0) return 0;
    out[size] = 0;
    return is_below(out, root) || is_below(out, said);
}

static int fails(void) {
    count++;
    if (!armed || !(count == armed || (every && count > armed))) return 0;
    errno = code;
    return 1;
}

static void put(const void *data, size_t size) {
    REAL(write);
    const char *at = data;
    while (size) {
        ssize_t done = real(journal, at, size);
        if (done < 0) abort();
        at += done;
        size -= done;
    }
}

static void note(const char *format, ...) {
    char line[3 * PATH_MAX];
    int kept = errno;
    va_list words;
    if (journal < 0) return;
    va_start(words, format);
    put(line, vsnprintf(line, sizeof line, format, words));
    va_end(words);
    errno = kept;
}

static unsigned long number(int fd) {
    struct stat found;
    return fstat(fd, &found) ? 0 : found.st_ino;
}

static void note_bytes(int fd, off_t at, const void *data, size_t size, const char *path) {
    if (journal < 0) return;
    if (is_below(path, said)) note("A\t%zu\n", size);
    else note("W\t%lu\t%lld\t%zu\n", number(fd), (long long)at, size);
    put(data, size);
}

#define LOCKED pthread_mutex_lock(&turn)
#define FREE pthread_mutex_unlock(&turn)

/* Opening: what it makes or empties is a change. */
static int opening(int folder, const char *path, int flags, mode_t mode) {
    REAL(openat);
    char whole[PATH_MAX];
    struct stat found;
    int fd, was;
    if (!(flags & (O_CREAT | O_TRUNC)) || (flags & __O_TMPFILE) == __O_TMPFILE || !named(folder, path, whole))
        return real(folder, path, flags, mode);
    LOCKED;
    was = !stat(whole, &found);
    if ((!was || flags & O_TRUNC) && fails()) fd = -1;
    else if ((fd = real(folder, path, flags, mode)) >= 0) {
        if (!was) note("O\t%lu\t%s\n", number(fd), whole);
        else if (flags & O_TRUNC) note("T\t%lu\t0\n", number(fd));
    }
    FREE;
    return fd;
}

#define OPEN(name, folder, from) \
    { mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list w; va_start(w, flags); mode = va_arg(w, int); va_end(w); } \
      return opening(folder, path, flags | from, mode); }
int open(const char *path, int flags, ...) OPEN(open, AT_FDCWD, 0)
int open64(const char *path, int flags, ...) OPEN(open64, AT_FDCWD, O_LARGEFILE)
int openat(int folder, const char *path, int flags, ...) OPEN(openat, folder, 0)
int openat64(int folder, const char *path, int flags, ...) OPEN(openat64, folder, O_LARGEFILE)

static ssize_t writing(int fd, const void *data, size_t size, off_t at, int is_placed) {
    REAL(pwrite64);
    __typeof__(&write) plain = (__typeof__(&write))dlsym(RTLD_NEXT, "write");
    char path[PATH_MAX];
    ssize_t done;
    if (!opened(fd, path)) return is_placed ? real(fd, data, size, at) : plain(fd, data, size);
    LOCKED;
    if (!is_placed) {
        struct stat found;
        at = fcntl(fd, F_GETFL) & O_APPEND && !fstat(fd, &found) ? found.st_size : lseek(fd, 0, SEEK_CUR);
    }
    if (!is_below(path, said) && fails()) done = -1;
    else if ((done = is_placed ? real(fd, data, size, at) : plain(fd, data, size)) > 0)
        note_bytes(fd, at, data, done, path);
    FREE;
    return done;
}

ssize_t write(int fd, const void *data, size_t size) { return writing(fd, data, size, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return writing(fd, data, size, at, 1); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return writing(fd, data, size, at, 1); }

#define ON_FILE(name, given, ...) { \
    REAL(name); char path[PATH_MAX]; int done; \
    if (!opened(fd, path)) return real given; \
    LOCKED; \
    if (fails()) done = -1; else if (!(done = real given)) note(__VA_ARGS__); \
    FREE; return done; }

int ftruncate(int fd, off_t size) ON_FILE(ftruncate, (fd, size), "T\t%lu\t%lld\n", number(fd), (long long)size)
int ftruncate64(int fd, off64_t size) ON_FILE(ftruncate64, (fd, size), "T\t%lu\t%lld\n", number(fd), (long long)size)
int fsync(int fd) ON_FILE(fsync, (fd), "S\t%lu\t%s\n", number(fd), path)
int fdatasync(int fd) ON_FILE(fdatasync, (fd), "S\t%lu\t%s\n", number(fd), path)

#define ON_PATH(name, folder, path, given, ...) { \
    REAL(name); char whole[PATH_MAX]; int done; \
    if (!named(folder, path, whole)) return real given; \
    LOCKED; \
    if (fails()) done = -1; else if (!(done = real given)) note(__VA_ARGS__); \
    FREE; return done; }

int unlink(const char *path) ON_PATH(unlink, AT_FDCWD, path, (path), "U\t%s\n", whole)
int unlinkat(int folder, const char *path, int flags) ON_PATH(unlinkat, folder, path, (folder, path, flags), "U\t%s\n", whole)
int rmdir(const char *path) ON_PATH(rmdir, AT_FDCWD, path, (path), "U\t%s\n", whole)
int mkdir(const char *path, mode_t mode) ON_PATH(mkdir, AT_FDCWD, path, (path, mode), "M\t%s\n", whole)
int mkdirat(int folder, const char *path, mode_t mode) ON_PATH(mkdirat, folder, path, (folder, path, mode), "M\t%s\n", whole)

#define TWO(name, from_folder, from, to_folder, to, given, sign) { \
    REAL(name); char whole[PATH_MAX], other[PATH_MAX]; int done; \
    if (!named(from_folder, from, whole) || !named(to_folder, to, other)) return real given; \
    LOCKED; \
    if (fails()) done = -1; else if (!(done = real given)) note(sign "\t%s\t%s\n", whole, other); \
    FREE; return done; }

int rename(const char *from, const char *to) TWO(rename, AT_FDCWD, from, AT_FDCWD, to, (from, to), "R")
int renameat(int a, const char *from, int b, const char *to) TWO(renameat, a, from, b, to, (a, from, b, to), "R")
int link(const char *from, const char *to) TWO(link, AT_FDCWD, from, AT_FDCWD, to, (from, to), "L")

/* Ways to change a file that none of the parts in use takes; should one begin to, the trial must not miss it. */
#define NEVER(name, result, words, given) result name words { REAL(name); char path[PATH_MAX]; if (opened(fd, path)) abort(); return real given; }
NEVER(writev, ssize_t, (int fd, const struct iovec *v, int n), (fd, v, n))
NEVER(pwritev, ssize_t, (int fd, const struct iovec *v, int n, off_t at), (fd, v, n, at))
NEVER(fallocate, int, (int fd, int mode, off_t at, off_t size), (fd, mode, at, size))
NEVER(posix_fallocate, int, (int fd, off_t at, off_t size), (fd, at, size))
NEVER(sendfile, ssize_t, (int fd, int from, off_t *at, size_t size), (fd, from, at, size))
ssize_t copy_file_range(int from, off64_t *a, int fd, off64_t *b, size_t size, unsigned flags) {
    REAL(copy_file_range); char path[PATH_MAX];
    if (opened(fd, path)) abort();
    return real(from, a, fd, b, size, flags);
}
