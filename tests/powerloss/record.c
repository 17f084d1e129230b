/*
 * Preloaded into a writing process (LD_PRELOAD), this records what it does to the files below a folder, so that a power cut at any moment
 * can be played afterwards: what was written after the last completed sync of a file may or may not have reached the disk.
 *
 *   POWERLOSS_FOLDER   this folder and the files in it are recorded, except SQLite's shared memory, which no power cut outlives
 *   POWERLOSS_JOURNAL  where to; must lie elsewhere
 *   POWERLOSS_FAIL     about one in so many syncs fails with EIO, as on a failing disk; none if absent
 *
 * A record is, little endian:
 *   kind u8 ('W' write, 'T' truncate, 'S' sync, 'F' failed sync, 'U' unlink), length of path u16, a u64, length of data u32, path, data
 * where a is the offset of a write, the new length of a truncation, and for a sync the number of records there were when it began:
 * only those are certainly on the disk when it has ended. What a failed sync should have written is not written by a later one either.
 * The sync of the folder makes unlinks certain.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* Syncs that never fail, so that the file comes into being. */
#define SPARED 12u

static uint64_t records;
static unsigned syncs;
static int journal = -1;

static int wanted_path(const char *path)
{
    const char *folder = getenv("POWERLOSS_FOLDER");
    size_t length = strlen(path);
    size_t base = folder ? strlen(folder) : 0;
    return folder && !strncmp(path, folder, base) && (path[base] == 0 || path[base] == '/') && !(length > 4 && !strcmp(path + length - 4, "-shm"));
}

static int wanted(int fd, char path[4096])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, 4095);
    if (length <= 0)
        return 0;
    path[length] = 0;
    return wanted_path(path);
}

/* Under the lock. One write per record, so that a killed process leaves whole records and at most one cut short. */
static void record(char kind, const char *path, uint64_t a, const void *data, uint32_t length)
{
    if (journal < 0)
        journal = (int)syscall(SYS_openat, AT_FDCWD, getenv("POWERLOSS_JOURNAL"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    uint16_t path_length = (uint16_t)strlen(path);
    size_t size = 15 + path_length + (size_t)length;
    char *bytes = malloc(size);
    if (journal < 0 || !bytes)
        abort();
    bytes[0] = kind;
    memcpy(bytes + 1, &path_length, 2);
    memcpy(bytes + 3, &a, 8);
    memcpy(bytes + 11, &length, 4);
    memcpy(bytes + 15, path, path_length);
    if (length)
        memcpy(bytes + 15 + path_length, data, length);
    if (syscall(SYS_write, journal, bytes, size) != (ssize_t)size)
        abort();
    free(bytes);
    records++;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset)
{
    char path[4096];
    if (!wanted(fd, path))
        return syscall(SYS_pwrite64, fd, data, length, offset);
    pthread_mutex_lock(&lock);
    ssize_t written = syscall(SYS_pwrite64, fd, data, length, offset);
    int error = errno;
    if (written > 0)
        record('W', path, (uint64_t)offset, data, (uint32_t)written);
    pthread_mutex_unlock(&lock);
    errno = error;
    return written;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset)
{
    return pwrite64(fd, data, length, offset);
}

int ftruncate64(int fd, off64_t length)
{
    char path[4096];
    if (!wanted(fd, path))
        return (int)syscall(SYS_ftruncate, fd, length);
    pthread_mutex_lock(&lock);
    int result = (int)syscall(SYS_ftruncate, fd, length);
    int error = errno;
    if (result == 0)
        record('T', path, (uint64_t)length, NULL, 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

int ftruncate(int fd, off_t length)
{
    return ftruncate64(fd, length);
}

int unlink(const char *path)
{
    if (!wanted_path(path))
        return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    pthread_mutex_lock(&lock);
    int result = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    int error = errno;
    if (result == 0)
        record('U', path, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

static int synced(int fd, long call)
{
    char path[4096];
    if (!wanted(fd, path))
        return (int)syscall(call, fd);
    pthread_mutex_lock(&lock);
    uint64_t before = records;
    const char *every = getenv("POWERLOSS_FAIL");
    int fails = every && ++syncs > SPARED && (syncs * 2654435761u >> 16) % (unsigned)atoi(every) == 0;
    pthread_mutex_unlock(&lock);
    int result = fails ? -1 : (int)syscall(call, fd);
    int error = fails ? EIO : errno;
    pthread_mutex_lock(&lock);
    record(result == 0 ? 'S' : 'F', path, before, NULL, 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

int fsync(int fd)
{
    return synced(fd, SYS_fsync);
}

int fdatasync(int fd)
{
    return synced(fd, SYS_fdatasync);
}
