package io.github.sailpat.reactive.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The bytes of a journal. Blocks; used by one thread at a time. */
interface JournalStorage extends Closeable {
    /** Opens the bytes of a file, and locks them. */
    @FunctionalInterface
    interface Opener {
        JournalStorage open(Path file) throws IOException;
    }

    /**
     * The bytes from the first one on; not to be closed, because on POSIX a process loses its lock when it closes any
     * handle of the file.
     */
    InputStream content() throws IOException;

    /** Cuts what is behind this length, and appends there from now on. */
    void truncate(long length) throws IOException;

    /** Appends all of the bytes. */
    void append(ByteBuffer bytes) throws IOException;

    /** Returns when everything that was appended would survive the end of the machine. */
    void force() throws IOException;
}
