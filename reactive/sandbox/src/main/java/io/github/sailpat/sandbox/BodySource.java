package io.github.sailpat.sandbox;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Produces a body piece by piece, each when it is requested. Used by one thread. */
interface BodySource {

    /** The next piece, of one byte at least and {@code maxBytes} at most, or null at the end. */
    @Nullable
    ByteBuf next(ByteBufAllocator allocator, int maxBytes);
}
