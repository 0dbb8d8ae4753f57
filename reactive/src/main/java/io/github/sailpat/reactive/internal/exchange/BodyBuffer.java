package io.github.sailpat.reactive.internal.exchange;

import java.io.ByteArrayOutputStream;

/** Collects a body up to a limit. Filled by the event loop, and at times read by a timer before it is complete. */
final class BodyBuffer {
    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    BodyBuffer(int limit) {
        this.limit = limit;
    }

    /** Adds what fits and tells whether everything did. */
    synchronized boolean add(byte[] piece) {
        int room = limit - bytes.size();
        bytes.write(piece, 0, Math.min(room, piece.length));
        return piece.length <= room;
    }

    synchronized byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
