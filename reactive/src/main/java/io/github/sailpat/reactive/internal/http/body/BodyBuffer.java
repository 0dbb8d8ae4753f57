package io.github.sailpat.reactive.internal.http.body;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Collects a body up to a limit: an ordinary one, which comes in one piece, with one copy. Filled by the event loop,
 * and at times read by a timer before it is complete.
 */
public final class BodyBuffer {
    private static final byte[] NOTHING = {};

    private final int limit;
    private byte[] bytes = NOTHING;
    private int length;

    public BodyBuffer(int limit) {
        this.limit = limit;
    }

    /** Adds what fits and tells whether everything did. The piece is borrowed: neither kept nor released. */
    public synchronized boolean add(ByteBuf piece) {
        int arrived = piece.readableBytes();
        int fitting = Math.min(arrived, limit - length);
        if (bytes.length - length < fitting) {
            bytes = Arrays.copyOf(
                    bytes, length == 0 ? fitting : Math.min(limit, Math.max(length + fitting, 2 * length)));
        }
        piece.getBytes(piece.readerIndex(), bytes, length, fitting);
        length += fitting;
        return fitting == arrived;
    }

    /** What is there so far; not to be written to. */
    public synchronized byte[] toByteArray() {
        // What is full is never written to again.
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
