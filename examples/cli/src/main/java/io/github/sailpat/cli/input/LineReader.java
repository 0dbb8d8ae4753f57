package io.github.sailpat.cli.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of UTF-8 in bounded memory. A line ends with LF, CR LF or the end of the input. A line that is too long
 * is skipped, and a blank line is counted and left out. For one thread; {@link #stopSoon} and the methods that give the
 * progress may be called by any thread.
 */
public final class LineReader {
    /** The length of the longest line that is read, in bytes. */
    public static final int MAX_LENGTH = 1 << 20;

    private static final Duration UNBOUNDED_INPUT_LIMIT = Duration.ofSeconds(10);

    /**
     * A line.
     *
     * @param number one for the first
     * @param bytes without the end of line; {@code null} if it was too long
     */
    @SuppressWarnings("ArrayRecordComponent") // lines are not compared
    public record Line(long number, byte @Nullable [] bytes) {
        public int size() {
            return bytes == null ? 0 : bytes.length;
        }
    }

    private final TranscodingInputStream in;
    private final boolean unbounded;
    private final byte[] buffer = new byte[64 * 1024];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int from;
    private int to;
    private long number;
    private long reads;
    private final AtomicLong bytesRead = new AtomicLong();
    private volatile long pendingRead;
    private volatile long stopRequestedAt;

    /**
     * Reads from an input.
     *
     * @param in the input
     * @param unbounded whether the input may have no end, as a pipe
     */
    public LineReader(InputStream in, boolean unbounded) {
        this.in = new TranscodingInputStream(in);
        this.unbounded = unbounded;
    }

    /** The next line that is not blank, or {@code null} at the end. */
    @Nullable
    public Line next() throws IOException {
        for (Line next = any(); next != null; next = any()) {
            if (!isBlank(next.bytes())) {
                return next;
            }
        }
        return null;
    }

    /**
     * From now on a read that would block is the end of the input, and an unbounded input ends after
     * {@link #UNBOUNDED_INPUT_LIMIT}.
     */
    public void stopSoon() {
        stopRequestedAt = System.nanoTime() | 1;
    }

    /** The number of lines read. */
    public long number() {
        return number;
    }

    /** The approximate number of bytes of the input that the lines read took. */
    public long bytesRead() {
        return bytesRead.get();
    }

    /** The number of the read that is blocked now, or 0. */
    public long pendingRead() {
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
            tooLong |= line.size() + (stop - from) > MAX_LENGTH;
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
        long since = stopRequestedAt;
        if (since != 0
                && (in.available() <= 0
                        || (unbounded && System.nanoTime() - since > UNBOUNDED_INPUT_LIMIT.toNanos()))) {
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
