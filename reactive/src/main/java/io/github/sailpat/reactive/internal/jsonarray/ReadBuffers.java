package io.github.sailpat.reactive.internal.jsonarray;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.RecyclerPool;

/**
 * What parsers read through: made for one of them, since it lives as long as a response and may be closed by another
 * thread, so that pooling would gain nothing; and large enough for the complete elements of an ordinary chunk, so that
 * they are read at once. Where a parser has to read on in the middle of a string, it is slower.
 */
final class ReadBuffers extends RecyclerPool.NonRecyclingPoolBase<BufferRecycler> {
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
