package io.github.sailpat.reactive.journal;

import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal to its last whole line. What follows is a torn tail, which was never forced, unless a whole line
 * after it says that a line before itself was forced: then the journal is damaged.
 */
final class JournalReader {
    static final int MAX_LINE = 64 * 1024;

    private final Path file;
    private final Map<String, BulkJournalEntry> entries = new LinkedHashMap<>();
    private @Nullable String operation;
    private long lines;
    private long length;

    private JournalReader(Path file) {
        this.file = file;
    }

    /**
     * What a journal contains.
     *
     * @param operation its operation, or {@code null} if it has no whole header
     * @param entries the last entry of each key
     * @param lines the number of whole lines after the header
     * @param length their length with the header, in bytes
     */
    record Contents(@Nullable String operation, Map<String, BulkJournalEntry> entries, long lines, long length) {}

    static Contents read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file, in);
        }
    }

    static Contents read(Path file, InputStream in) throws IOException {
        JournalReader reader = new JournalReader(file);
        reader.read(new BufferedInputStream(new ToFirstEnd(in), 64 * 1024));
        return new Contents(reader.operation, reader.entries, reader.lines, reader.length);
    }

    private void read(InputStream in) throws IOException {
        Line line = next(in);
        if (!readHeader(line)) {
            return;
        }
        for (line = next(in); accept(line); line = next(in)) {
            length += line.size;
        }
        long torn = lines + 1;
        for (; line.size > 0; line = next(in)) {
            JournalLine later = line.parse();
            if (later != null && later.number("forced") >= torn) {
                throw new BulkJournalException(
                        "the journal " + file + " is damaged after its first " + length + " bytes (line " + (torn + 1)
                                + "): restore it, or look into its inputs by hand and start with another journal",
                        null);
            }
        }
    }

    /** {@code false} if the file is empty, or its only line is a part of a header. */
    private boolean readHeader(Line line) {
        JournalLine header = line.parse();
        if (header == null) {
            String begin = "{\"format\":\"" + JournalLine.FORMAT;
            String text = new String(line.bytes, StandardCharsets.UTF_8);
            if (!line.whole && (begin.startsWith(text) || text.startsWith(begin))) {
                return false;
            }
            if (text.startsWith(begin)) {
                throw new BulkJournalException(
                        "the journal " + file + " is damaged in its first line: restore it, or look into its inputs by"
                                + " hand and start with another journal",
                        null);
            }
            throw new BulkJournalException("the file " + file + " is no journal: choose another one", null);
        }
        if (header.number("version") != JournalLine.VERSION) {
            throw new BulkJournalException(
                    "the journal " + file + " has the version " + header.number("version") + " of the format, and this"
                            + " library reads version " + JournalLine.VERSION + ": use the library that has written it",
                    null);
        }
        operation = header.members().get("operation");
        length = line.size;
        return true;
    }

    private boolean accept(Line line) {
        JournalLine read = line.parse();
        if (read == null || read.number("seq") != lines + 1) {
            return false;
        }
        BulkJournalEntry entry = read.entry();
        if (entry == null) {
            throw new BulkJournalException(
                    "the journal " + file + " has an entry that this library does not know (line " + (lines + 2)
                            + "): use the library that has written it",
                    null);
        }
        entries.put(entry.getKey(), entry);
        lines++;
        return true;
    }

    /** Reads nothing behind the first end: a job of another process may append meanwhile, in the middle of a line. */
    private static final class ToFirstEnd extends FilterInputStream {
        private boolean ended;

        ToFirstEnd(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = ended ? -1 : super.read(bytes, offset, length);
            ended = read < 0;
            return read;
        }
    }

    /** A line without its end; not whole at the end of the file, and if it is too long. */
    private static final class Line {
        private final byte[] bytes;
        private final int size;
        private final boolean whole;

        Line(byte[] bytes, int size, boolean whole) {
            this.bytes = bytes;
            this.size = size;
            this.whole = whole;
        }

        @Nullable
        JournalLine parse() {
            return whole ? JournalLine.read(bytes) : null;
        }
    }

    private static Line next(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        int size = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            size++;
            if (b == '\n') {
                return new Line(bytes.toByteArray(), size, size <= MAX_LINE);
            }
            if (size <= MAX_LINE) {
                bytes.write(b);
            }
        }
        return new Line(bytes.toByteArray(), size, false);
    }
}
