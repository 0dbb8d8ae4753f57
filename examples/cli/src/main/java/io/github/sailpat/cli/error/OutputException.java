package io.github.sailpat.cli.error;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Standard output, or the output file, cannot be written. */
public final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean readerGone;

    public OutputException(IOException cause) {
        super("standard output cannot be written: " + cause.getMessage(), cause);
        // Java has only the text of the operating system.
        this.readerGone =
                String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }

    /** A file cannot be written. */
    public OutputException(Path file, IOException cause) {
        super(file + " cannot be written: " + cause, cause);
        this.readerGone = false;
    }

    public OutputException(String message, OutputException cause) {
        super(message, cause);
        this.readerGone = cause.readerGone;
    }

    /** Whether the reader has closed the pipe, as {@code head} does. */
    public boolean isReaderGone() {
        return readerGone;
    }
}
