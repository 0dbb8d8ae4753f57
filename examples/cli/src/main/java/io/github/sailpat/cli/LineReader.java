package io.github.sailpat.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lines of UTF-8, in bounded memory: one that is too long is read to its end and not kept. Each ends with LF, CR LF or
 * the end of the input. Blank ones are counted and left out. For one thread, but for {@link #hurry} and what tells how
 * far it is.
 */
final class LineReader {
    /** The longest line that is kept, in bytes. */
    static final int LONGEST = 1 << 20;

    private static final Duration HURRY = Duration.ofSeconds(10);

    /**
     * A line.
     *
     * @param number one for the first
     * @param bytes without the end of line; {@code null} if it was too long
     */
    @SuppressWarnings("ArrayRecordComponent") // lines are not compared
    record Line(long number, byte @Nullable [] bytes) {
        int size() {
            return bytes == null ? 0 : bytes.length;
        }
    }

    private final Utf8InputStream in;
    private final boolean endless;
    private final byte[] buffer = new byte[64 * 1024];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int from;
    private int to;
    private long number;
    private long reads;
    private final AtomicLong bytesRead = new AtomicLong();
    private volatile long pendingRead;
    private volatile long hurrySince;

    /**
     * A reader.
     *
     * @param in the input
     * @param endless whether it may go on for ever, as a pipe may
     */
    LineReader(InputStream in, boolean endless) {
        this.in = new Utf8InputStream(in);
        this.endless = endless;
    }

    /** The next line that is not blank, or {@code null} at the end. */
    @Nullable
    Line next() throws IOException {
        for (Line next = any(); next != null; next = any()) {
            if (!isBlank(next.bytes())) {
                return next;
            }
        }
        return null;
    }

    /** From now on a read that would block is the end of the input, and an endless input ends soon. */
    void hurry() {
        hurrySince = System.nanoTime() | 1;
    }

    /** The number of lines read. */
    long number() {
        return number;
    }

    /** About the number of bytes of the input in the lines read. */
    long bytesRead() {
        return bytesRead.get();
    }

    /** The number of the read that waits for the input just now, or 0. */
    long pendingRead() {
        return pendingRead;
    }

    private @Nullable Line any() throws IOException {
        line.reset();
        boolean begun = false;
        boolean tooLong = false;
        while (from < to || fill()) {
            begun = true;
            int end = endOfLine();
            int stop = end < 0 ? to : end;
            tooLong |= line.size() + (stop - from) > LONGEST;
            if (!tooLong) {
                line.write(buffer, from, stop - from);
            }
            int next = end < 0 ? to : end + 1;
            bytesRead.addAndGet((long) (next - from) * in.unitSize());
            from = next;
            if (end >= 0) {
                break;
            }
        }
        if (!begun) {
            return null;
        }
        number++;
        return new Line(number, tooLong ? null : content());
    }

    private byte[] content() {
        byte[] bytes = line.toByteArray();
        int length = bytes.length;
        return length > 0 && bytes[length - 1] == '\r' ? Arrays.copyOf(bytes, length - 1) : bytes;
    }

    private int endOfLine() {
        for (int i = from; i < to; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean fill() throws IOException {
        long since = hurrySince;
        if (since != 0 && (in.available() <= 0 || (endless && System.nanoTime() - since > HURRY.toNanos()))) {
            return false;
        }
        pendingRead = ++reads;
        try {
            from = 0;
            to = Math.max(0, in.read(buffer));
        } finally {
            pendingRead = 0;
        }
        return to > 0;
    }

    private static boolean isBlank(byte @Nullable [] bytes) {
        if (bytes == null) {
            return false;
        }
        for (byte each : bytes) {
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }
}
