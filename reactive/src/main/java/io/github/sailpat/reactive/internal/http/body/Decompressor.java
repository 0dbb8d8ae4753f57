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
 * Decodes one body: gzip (RFC 1952), and deflate with (RFC 1950) or without (RFC 1951) its header. What is none of them
 * passes as it is. Used by one thread at a time, but closed by any.
 */
final class Decompressor implements AutoCloseable {
    private static final int PIECE = 16 * 1024;
    /** A body may expand by more than its share until it has so many bytes. */
    private static final long FREE_BYTES = 1 << 20;
    /** A list of tokens that differ in their ids alone stays far below. */
    private static final int MAX_RATIO = 300;

    private static final int MAX_HEADER = 64 * 1024;

    /** What the body breaks of its coding. */
    static final class CodingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CodingException(String message) {
            super(message);
        }
    }

    private enum Step {
        BEGIN,
        GZIP_HEADER,
        DATA,
        GZIP_TRAILER,
        NEXT_MEMBER,
        BEHIND,
        PLAIN
    }

    private final boolean deflate;
    private final CRC32 checksum = new CRC32();
    private byte[] input = {};
    private int at;
    private boolean last;
    private Step step = Step.BEGIN;
    private @Nullable Inflater inflater;
    private boolean gzip;
    private long bytesIn;
    private long bytesOut;
    private boolean closed;

    Decompressor(String codings) {
        this.deflate = codings.toLowerCase(Locale.ROOT).contains("deflate");
    }

    /** What can be decoded with one more piece, lazily; to be taken before the next piece comes. */
    Iterable<byte[]> decode(byte[] piece, boolean end) {
        return () -> {
            feed(piece, end);
            return new Iterator<>() {
                private byte @Nullable [] following;

                @Override
                public boolean hasNext() {
                    if (following == null) {
                        following = advance();
                    }
                    return following != null;
                }

                @Override
                public byte[] next() {
                    byte[] next = hasNext() ? following : null;
                    following = null;
                    if (next == null) {
                        throw new NoSuchElementException();
                    }
                    return next;
                }
            };
        };
    }

    private synchronized void feed(byte[] piece, boolean end) {
        if (left() == 0) {
            input = piece;
        } else {
            byte[] joined = Arrays.copyOfRange(input, at, input.length + piece.length);
            System.arraycopy(piece, 0, joined, left(), piece.length);
            input = joined;
        }
        at = 0;
        last = end;
        bytesIn += piece.length;
    }

    private int left() {
        return input.length - at;
    }

    /** The next piece of the decoded body, or {@code null} if there is none before more input comes. */
    private synchronized byte @Nullable [] advance() {
        byte[] decoded = null;
        boolean going = true;
        while (going && decoded == null && !closed) {
            Step before = step;
            int left = left();
            decoded = step();
            going = step != before || left() != left;
        }
        if (decoded == null && last && !closed && !isComplete()) {
            throw new CodingException((gzip ? "its gzip" : "its deflate") + " coding is cut off");
        }
        return decoded;
    }

    private boolean isComplete() {
        return left() == 0
                && (step == Step.BEGIN || step == Step.NEXT_MEMBER || step == Step.BEHIND || step == Step.PLAIN);
    }

    private byte @Nullable [] step() {
        switch (step) {
            case BEGIN -> begin();
            case GZIP_HEADER -> {
                int length = headerLength();
                if (length > 0) {
                    at += length;
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
                    if (number(at) != (int) checksum.getValue()) {
                        throw new CodingException("its gzip coding is damaged");
                    }
                    at += 8;
                    step = Step.NEXT_MEMBER;
                }
            }
            case NEXT_MEMBER -> {
                if (left() > 0) {
                    step = Step.GZIP_HEADER;
                }
            }
            case BEHIND -> {
                if (left() > 0) {
                    throw new CodingException("something stands behind its deflate coding");
                }
            }
            case PLAIN -> {
                byte[] rest = Arrays.copyOfRange(input, at, input.length);
                at = input.length;
                return rest.length == 0 ? null : rest;
            }
        }
        return null;
    }

    private void begin() {
        if (left() < 2 && !(last && left() > 0)) {
            return;
        }
        int first = at(0);
        int second = left() < 2 ? 0 : at(1);
        boolean zlib = (first & 0x0f) == 8 && (first << 8 | second) % 31 == 0;
        gzip = first == 0x1f && second == 0x8b;
        if (gzip) {
            step = Step.GZIP_HEADER;
        } else if (deflate && (zlib || !isText(first))) {
            inflater = new Inflater(!zlib);
            step = Step.DATA;
        } else {
            step = Step.PLAIN;
        }
    }

    /** JSON and HTML, with a byte order mark or without, begin with what no encoder of deflate makes of them. */
    private static boolean isText(int first) {
        return first == '{' || first == '[' || first == '<' || first == '"' || first == 0xef || first <= ' ';
    }

    private byte @Nullable [] inflate() {
        Inflater running = inflater;
        if (running == null) {
            return null;
        }
        byte[] piece = new byte[PIECE];
        int length;
        try {
            running.setInput(input, at, left());
            length = running.inflate(piece);
        } catch (DataFormatException e) {
            throw new CodingException((gzip ? "its gzip" : "its deflate") + " coding is damaged");
        }
        at = input.length - running.getRemaining();
        if (running.finished()) {
            running.end();
            inflater = null;
            step = gzip ? Step.GZIP_TRAILER : Step.BEHIND;
        }
        if (length == 0) {
            if (running.needsDictionary()) {
                throw new CodingException("its deflate coding needs a dictionary");
            }
            return null;
        }
        checksum.update(piece, 0, length);
        bytesOut += length;
        if (bytesOut > FREE_BYTES && bytesOut / MAX_RATIO > bytesIn - left()) {
            throw new CodingException("it expands to more than " + MAX_RATIO + " times its length");
        }
        return length == piece.length ? piece : Arrays.copyOf(piece, length);
    }

    /** The length of the header of a gzip member, or 0 as long as it is not complete. */
    private int headerLength() {
        if (left() < 10) {
            return 0;
        }
        if (at(0) != 0x1f || at(1) != 0x8b || at(2) != 8) {
            throw new CodingException("something stands behind its gzip coding");
        }
        int flags = at(3);
        int length = 10;
        if ((flags & 4) != 0) {
            length += 2 + (left() < 12 ? 0 : at(10) | at(11) << 8);
        }
        for (int texts = flags & 24; texts != 0; texts &= texts - 1) { // a name and a comment end with a zero
            while (length < left() && at(length) != 0) {
                length++;
            }
            length++;
        }
        length += (flags & 2) != 0 ? 2 : 0;
        if (length > MAX_HEADER) {
            throw new CodingException("the header of its gzip coding is too long");
        }
        return length <= left() ? length : 0;
    }

    private int at(int offset) {
        return input[at + offset] & 0xff;
    }

    private int number(int from) {
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
