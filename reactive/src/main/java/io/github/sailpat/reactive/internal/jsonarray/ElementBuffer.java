package io.github.sailpat.reactive.internal.jsonarray;

import io.netty.buffer.ByteBuf;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of the body that have arrived. As an {@code InputStream} it serves only the bytes of complete elements, so
 * the parser never waits for more: a read beyond them returns the end of the stream, which is not the end of an array.
 */
final class ElementBuffer extends InputStream {

    /** Four spaces before the body, so that the parser always detects UTF-8 from the first four bytes. */
    private static final int PADDING = 4;

    private final ElementScanner scanner;
    private byte[] bytes = new byte[8_192];
    private int next;
    private int framed = PADDING;
    private int end = PADDING;

    ElementBuffer(ElementScanner scanner) {
        this.scanner = scanner;
        Arrays.fill(bytes, 0, PADDING, (byte) ' ');
    }

    /**
     * Copies and scans the readable bytes of the chunk. Bytes after an error or after the end of the array are dropped.
     */
    void append(ByteBuf chunk) {
        int length = chunk.readableBytes();
        reserve(length);
        chunk.readBytes(bytes, end, length);
        int frameEnd = scanner.scan(bytes, end, end + length);
        if (frameEnd >= 0) {
            framed = frameEnd;
        }
        end = scanner.isAfterArray() ? framed : end + length;
    }

    private void reserve(int length) {
        if (bytes.length - end >= length) {
            return;
        }
        int retained = end - next;
        int needed = Math.addExact(retained, length);
        byte[] target = needed <= bytes.length ? bytes : new byte[Integer.highestOneBit(needed) << 1];
        System.arraycopy(bytes, next, target, 0, retained);
        bytes = target;
        framed -= next;
        end = retained;
        next = 0;
    }

    @Override
    public int read() {
        return next < framed ? bytes[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int count = Math.min(length, framed - next);
        if (count <= 0) {
            return -1;
        }
        System.arraycopy(bytes, next, target, offset, count);
        next += count;
        return count;
    }
}
