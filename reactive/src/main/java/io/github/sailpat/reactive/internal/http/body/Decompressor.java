package io.github.sailpat.reactive.internal.http.body;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses one body: gzip (RFC 1952), and deflate with (RFC 1950) or without (RFC 1951) the zlib header. Any other
 * body is passed on unchanged. Used by one thread at a time, and closed by any thread.
 */
final class Decompressor implements AutoCloseable {
    private static final int CHUNK_BYTES = 16 * 1024;
    /** The ratio is not checked below this number of decompressed bytes. */
    private static final long RATIO_CHECK_BYTES = 1 << 20;
    /** The ratio of a list of tokens that differ in their ids only is far lower. */
    private static final int MAX_RATIO = 300;

    private static final int MAX_HEADER_BYTES = 64 * 1024;
    /** More than the description of the codes in a block of deflate, which the first byte of the text follows. */
    private static final int MAX_PROBE_BYTES = 1024;

    /** The body is not valid in its content coding. */
    static final class CodingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CodingException(String message) {
            super(message);
        }
    }

    private enum Step {
        DETECT,
        GZIP_HEADER,
        DATA,
        GZIP_TRAILER,
        NEXT_MEMBER,
        AFTER_DEFLATE,
        IDENTITY
    }

    private final boolean deflate;
    private final CRC32 checksum = new CRC32();
    private byte[] input = {};
    private int position;
    private boolean inputComplete;
    private Step step = Step.DETECT;
    private @Nullable Inflater inflater;
    private boolean gzip;
    private long bytesIn;
    private long bytesOut;
    private boolean closed;

    Decompressor(String codings) {
        this.deflate = codings.toLowerCase(Locale.ROOT).contains("deflate");
    }

    /** Decompresses one more chunk lazily. The result must be consumed before the next chunk is added. */
    Iterable<byte[]> decode(byte[] chunk, boolean end) {
        return () -> {
            addInput(chunk, end);
            return new Iterator<>() {
                private byte @Nullable [] upcoming;

                @Override
                public boolean hasNext() {
                    if (upcoming == null) {
                        upcoming = advance();
                    }
                    return upcoming != null;
                }

                @Override
                public byte[] next() {
                    byte[] next = hasNext() ? upcoming : null;
                    upcoming = null;
                    if (next == null) {
                        throw new NoSuchElementException();
                    }
                    return next;
                }
            };
        };
    }

    private synchronized void addInput(byte[] chunk, boolean end) {
        if (left() == 0) {
            input = chunk;
        } else {
            byte[] joined = Arrays.copyOfRange(input, position, input.length + chunk.length);
            System.arraycopy(chunk, 0, joined, left(), chunk.length);
            input = joined;
        }
        position = 0;
        inputComplete = end;
        bytesIn += chunk.length;
    }

    private int left() {
        return input.length - position;
    }

    /** The next chunk of the decompressed body, or {@code null} if more input is needed. */
    private synchronized byte @Nullable [] advance() {
        byte[] output = null;
        boolean progress = true;
        while (progress && output == null && !closed) {
            Step before = step;
            int left = left();
            output = step();
            progress = step != before || left() != left;
        }
        if (output == null && inputComplete && !closed && !isComplete()) {
            throw new CodingException((gzip ? "its gzip" : "its deflate") + " coding is truncated");
        }
        return output;
    }

    private boolean isComplete() {
        return left() == 0
                && (step == Step.DETECT
                        || step == Step.NEXT_MEMBER
                        || step == Step.AFTER_DEFLATE
                        || step == Step.IDENTITY);
    }

    private byte @Nullable [] step() {
        switch (step) {
            case DETECT -> detect();
            case GZIP_HEADER -> {
                int length = headerLength();
                if (length > 0) {
                    position += length;
                    inflater = new Inflater(true);
                    checksum.reset();
                    step = Step.DATA;
                }
            }
            case DATA -> {
                return inflate();
            }
            case GZIP_TRAILER -> {
                if (left() >= 8) {
                    if (intAt(position) != (int) checksum.getValue()) {
                        throw new CodingException("its gzip coding is corrupt");
                    }
                    position += 8;
                    step = Step.NEXT_MEMBER;
                }
            }
            case NEXT_MEMBER -> {
                if (left() > 0) {
                    step = Step.GZIP_HEADER;
                }
            }
            case AFTER_DEFLATE -> {
                if (left() > 0) {
                    throw new CodingException("there is data after the end of its deflate coding");
                }
            }
            case IDENTITY -> {
                byte[] rest = Arrays.copyOfRange(input, position, input.length);
                position = input.length;
                return rest.length == 0 ? null : rest;
            }
        }
        return null;
    }

    private void detect() {
        if (left() < 2 && !(inputComplete && left() > 0)) {
            return;
        }
        int first = byteAt(0);
        int second = left() < 2 ? 0 : byteAt(1);
        boolean zlib = (first & 0x0f) == 8 && (first << 8 | second) % 31 == 0;
        gzip = first == 0x1f && second == 0x8b;
        Boolean deflated = (deflate && !gzip) ? isDeflate(zlib) : Boolean.FALSE;
        if (gzip) {
            step = Step.GZIP_HEADER;
        } else if (deflated == null) {
            return;
        } else if (deflated) {
            inflater = new Inflater(!zlib);
            step = Step.DATA;
        } else {
            step = Step.IDENTITY;
        }
    }

    /**
     * Whether the body is in the deflate coding that is named, or a text without it; {@code null} if more input is
     * needed to know. The coding without a header may begin with any byte, that of a text included. So it is decoded up
     * to the first byte of its text. JSON that is decoded so is an error, or gives a byte that JSON cannot begin with.
     */
    private @Nullable Boolean isDeflate(boolean zlib) {
        boolean ambiguous = isText(byteAt(0));
        Inflater probe = new Inflater(!zlib);
        try {
            byte[] text = new byte[1];
            probe.setInput(input, position, Math.min(left(), MAX_PROBE_BYTES)); // however the body is split
            if (probe.inflate(text) > 0) {
                return !ambiguous || isText(text[0] & 0xff);
            }
        } catch (DataFormatException e) {
            return !ambiguous;
        } finally {
            probe.end();
        }
        return (inputComplete || left() >= MAX_PROBE_BYTES) ? !ambiguous : null;
    }

    /** Whether JSON or HTML may begin with this byte. */
    private static boolean isText(int first) {
        return switch (first) {
            case '{', '[', '<', '"', ' ', '\t', '\r', '\n', 0xef -> true;
            default -> false;
        };
    }

    private byte @Nullable [] inflate() {
        Inflater running = inflater;
        if (running == null) {
            return null;
        }
        byte[] chunk = new byte[CHUNK_BYTES];
        int length;
        try {
            running.setInput(input, position, left());
            length = running.inflate(chunk);
        } catch (DataFormatException e) {
            throw new CodingException((gzip ? "its gzip" : "its deflate") + " coding is corrupt");
        }
        position = input.length - running.getRemaining();
        if (running.finished()) {
            running.end();
            inflater = null;
            step = gzip ? Step.GZIP_TRAILER : Step.AFTER_DEFLATE;
        }
        if (length == 0) {
            if (running.needsDictionary()) {
                throw new CodingException("its deflate coding needs a preset dictionary");
            }
            return null;
        }
        checksum.update(chunk, 0, length);
        bytesOut += length;
        if (bytesOut > RATIO_CHECK_BYTES && bytesOut / MAX_RATIO > bytesIn - left()) {
            throw new CodingException("it expands to more than " + MAX_RATIO + " times its length");
        }
        return length == chunk.length ? chunk : Arrays.copyOf(chunk, length);
    }

    /** The length of the header of a gzip member, or 0 if it is not complete yet. */
    private int headerLength() {
        if (left() < 10) {
            return 0;
        }
        if (byteAt(0) != 0x1f || byteAt(1) != 0x8b || byteAt(2) != 8) {
            throw new CodingException("there is data after the end of its gzip coding");
        }
        int flags = byteAt(3);
        int length = 10;
        if ((flags & 4) != 0) {
            length += 2 + (left() < 12 ? 0 : byteAt(10) | byteAt(11) << 8);
        }
        for (int texts = flags & 24;
                texts != 0;
                texts &= texts - 1) { // the file name and the comment end with a zero byte
            while (length < left() && byteAt(length) != 0) {
                length++;
            }
            length++;
        }
        length += (flags & 2) != 0 ? 2 : 0;
        if (length > MAX_HEADER_BYTES) {
            throw new CodingException("the header of its gzip coding is too long");
        }
        return length <= left() ? length : 0;
    }

    private int byteAt(int offset) {
        return input[position + offset] & 0xff;
    }

    private int intAt(int from) {
        return (input[from] & 0xff)
                | (input[from + 1] & 0xff) << 8
                | (input[from + 2] & 0xff) << 16
                | (input[from + 3] & 0xff) << 24;
    }

    @Override
    public synchronized void close() {
        closed = true;
        Inflater running = inflater;
        if (running != null) {
            running.end();
            inflater = null;
        }
    }
}
