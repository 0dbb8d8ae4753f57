package io.github.sailpat.reactive.internal.http.body;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Collects the bytes of a body up to a limit. A body that arrives in one buffer is copied once. Filled by the event
 * loop, and sometimes read by a timer thread before it is complete.
 */
public final class BodyBuffer {
    private static final byte[] EMPTY = {};

    private final int limit;
    private byte[] bytes = EMPTY;
    private int length;

    /**
     * Creates an empty buffer.
     *
     * @param limit the maximum number of bytes
     */
    public BodyBuffer(int limit) {
        this.limit = limit;
    }

    /**
     * Copies as many bytes as fit.
     *
     * @param chunk neither retained nor released
     * @return whether all bytes of the chunk did fit
     */
    public synchronized boolean add(ByteBuf chunk) {
        int arrived = chunk.readableBytes();
        int fitting = Math.min(arrived, limit - length);
        if (bytes.length - length < fitting) {
            bytes = Arrays.copyOf(
                    bytes, length == 0 ? fitting : Math.min(limit, Math.max(length + fitting, 2 * length)));
        }
        chunk.getBytes(chunk.readerIndex(), bytes, length, fitting);
        length += fitting;
        return fitting == arrived;
    }

    /**
     * The bytes so far.
     *
     * @return an array that must not be modified
     */
    public synchronized byte[] toByteArray() {
        // A full array is never written to again.
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
