package io.github.sailpat.reactive.journal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The journals that are open in this process. On POSIX, a process loses its lock on a file when it closes any handle of
 * that file, so there must not be a second one, by whatever path: files are compared by their identity. Every handle is
 * opened and closed under the monitor of this class, also one that only reads.
 */
final class OpenFiles {
    private static final Set<Object> OPEN = new HashSet<>();

    /** Opens a handle. */
    @FunctionalInterface
    interface Opening<T> {
        T open() throws IOException;
    }

    private OpenFiles() {}

    /**
     * Opens a file that is not open yet, and creates it if it does not exist.
     *
     * @param file the file, or a link to it
     * @param opening opens a handle, or leaves none open if it throws
     * @return the handle, and what {@link #close} needs; {@code null} if the file is open
     */
    static synchronized <T> @Nullable Handle<T> open(Path file, Opening<T> opening) throws IOException {
        Object existing = identity(file);
        if (existing != null && OPEN.contains(existing)) {
            return null;
        }
        T handle = opening.open();
        Object identity = existing == null ? identity(file) : existing;
        Object key = identity == null ? file : identity;
        OPEN.add(key);
        return new Handle<>(handle, key);
    }

    /**
     * Reads a file that is not open.
     *
     * @param file the file, or a link to it
     * @param reading opens it, reads it and closes it
     * @return what was read, or {@code null} if the file is open
     */
    static synchronized <T> @Nullable T read(Path file, Opening<T> reading) throws IOException {
        Object identity = identity(file);
        return identity != null && OPEN.contains(identity) ? null : reading.open();
    }

    /**
     * Closes a handle.
     *
     * @param key of the handle
     * @param closing closes it
     */
    static synchronized void close(Object key, Opening<?> closing) throws IOException {
        try {
            closing.open();
        } finally {
            OPEN.remove(key);
        }
    }

    /** The same for every path and every link to a file, or {@code null} if it does not exist. */
    private static @Nullable Object identity(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isOther()) { // to open a pipe may block for ever, and a device must keep its permissions
            throw new FileSystemException(file.toString(), null, "a device or a pipe is no file");
        }
        Object key = attributes.fileKey();
        return key == null ? file.toRealPath() : key; // Windows has none
    }

    /** A handle that is open. */
    record Handle<T>(T handle, Object key) {}
}
