package io.github.sailpat.reactive.internal.jsonarray;

import io.netty.buffer.ByteBuf;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes that have arrived. As a stream it serves only those of complete elements, so whoever parses it never waits:
 * a read beyond them finds the end of the stream, which no parser takes for the end of an array.
 */
final class ElementBuffer extends InputStream {

    /** Put first, so that the parser's detection of the encoding has its four bytes and always finds UTF-8. */
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

    /** Copies and scans the readable bytes of the chunk. What follows a broken rule or the array's end is not kept. */
    void append(ByteBuf chunk) {
        int length = chunk.readableBytes();
        reserve(length);
        chunk.readBytes(bytes, end, length);
        int found = scanner.scan(bytes, end, end + length);
        if (found >= 0) {
            framed = found;
        }
        end = scanner.isAfterArray() ? framed : end + length;
    }

    private void reserve(int length) {
        if (bytes.length - end >= length) {
            return;
        }
        int kept = end - next;
        int needed = Math.addExact(kept, length);
        byte[] target = needed <= bytes.length ? bytes : new byte[Integer.highestOneBit(needed) << 1];
        System.arraycopy(bytes, next, target, 0, kept);
        bytes = target;
        framed -= next;
        end = kept;
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
