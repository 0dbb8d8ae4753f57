package io.github.sailpat.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Standard output, or a file in its place, takes no more. */
final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean readerGone;

    OutputException(IOException cause) {
        super("standard output cannot be written: " + cause.getMessage(), cause);
        // The system's words are all that Java gives.
        this.readerGone =
                String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }

    /** A file takes no more. */
    OutputException(Path file, IOException cause) {
        super(file + " cannot be written: " + cause, cause);
        this.readerGone = false;
    }

    OutputException(String message, OutputException cause) {
        super(message, cause);
        this.readerGone = cause.readerGone;
    }

    /** Whether the reader has seen enough, as {@code head} has. */
    boolean isReaderGone() {
        return readerGone;
    }
}
