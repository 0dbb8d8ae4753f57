package io.github.sailpat.reactive.internal.jsonarray;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.RecyclerPool;

/**
 * Allocates the read buffer of each parser. Buffers are not reused: a parser lives as long as a response and may be
 * closed by another thread. They are large enough for the complete elements of an ordinary chunk, because a parser is
 * slower if it has to read more bytes within a string.
 */
final class ReadBufferAllocator extends RecyclerPool.NonRecyclingPoolBase<BufferRecycler> {
    private static final long serialVersionUID = 1L;

    private static final int READ_BUFFER = 16 * 1024;

    @Override
    public BufferRecycler acquirePooled() {
        return new BufferRecycler() {
            @Override
            protected int byteBufferLength(int kind) {
                return kind == BYTE_READ_IO_BUFFER ? READ_BUFFER : super.byteBufferLength(kind);
            }
        };
    }
}
