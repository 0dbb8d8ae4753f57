package io.github.sailpat.sandbox;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** A body that is held in memory. */
final class BytesSource implements BodySource {

    private final byte[] bytes;
    private int position;

    BytesSource(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public @Nullable ByteBuf next(ByteBufAllocator allocator, int maxBytes) {
        int size = Math.min(maxBytes, bytes.length - position);
        if (size == 0) {
            return null;
        }
        ByteBuf piece = allocator.buffer(size).writeBytes(bytes, position, size);
        position += size;
        return piece;
    }
}
