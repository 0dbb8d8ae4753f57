package io.github.sailpat.cli.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A text as UTF-8 without a byte order mark. A mark at the beginning says that it comes in UTF-8 or in UTF-16 of either
 * byte order; without a mark it is UTF-8. Malformed UTF-16 becomes malformed UTF-8, which the decoder of the
 * text refuses.
 */
public final class TranscodingInputStream extends InputStream {
    private static final int NONE = -1;

    private final InputStream in;
    private final byte[] buffer = new byte[8 * 1024];
    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    private byte[] ready = {};
    private int position;
    private boolean begun;
    private @Nullable Boolean bigEndian;
    /** The first byte of a code unit of UTF-16, or none. */
    private int first = NONE;
    /** The first half of a surrogate pair, or none. */
    private int high = NONE;

    public TranscodingInputStream(InputStream in) {
        this.in = in;
    }

    /** How many bytes of the input an ASCII character takes. */
    int unitSize() {
        return bigEndian == null ? 1 : 2;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!begun) {
            begun = true;
            begin();
        }
        while (position == ready.length) {
            if (bigEndian == null) {
                return in.read(target, offset, length);
            }
            if (!encodeMore(bigEndian)) {
                return -1;
            }
        }
        int size = Math.min(length, ready.length - position);
        System.arraycopy(ready, position, target, offset, size);
        position += size;
        return size;
    }

    @Override
    public int available() throws IOException {
        return ready.length - position + in.available() / unitSize();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Reads a byte more only where those before it may be a mark: no other text begins with them. */
    private void begin() throws IOException {
        int one = in.read();
        int two = one == 0xEF || one == 0xFE || one == 0xFF ? in.read() : NONE;
        int three = one == 0xEF && two == 0xBB ? in.read() : NONE;
        if (one == 0xFE && two == 0xFF) {
            bigEndian = true;
        } else if (one == 0xFF && two == 0xFE) {
            bigEndian = false;
        } else if (three != 0xBF) {
            for (int each : new int[] {one, two, three}) {
                if (each != NONE) {
                    encoded.write(each);
                }
            }
            turnOver();
        }
    }

    private boolean encodeMore(boolean big) throws IOException {
        int size = in.read(buffer);
        for (int i = 0; i < size; i++) {
            int next = buffer[i] & 0xFF;
            if (first == NONE) {
                first = next;
            } else {
                encode((char) (big ? (first << 8) | next : (next << 8) | first));
                first = NONE;
            }
        }
        if (size < 0) {
            encodeHigh();
            if (first != NONE) {
                encoded.write(0xFF); // no byte of UTF-8
                first = NONE;
            }
        }
        turnOver();
        return size >= 0 || ready.length > 0;
    }

    private void encode(char unit) {
        if (high != NONE && Character.isLowSurrogate(unit)) {
            int character = Character.toCodePoint((char) high, unit);
            high = NONE;
            encoded.write(0xF0 | (character >> 18));
            continueWith(character >> 12);
            continueWith(character >> 6);
            continueWith(character);
            return;
        }
        encodeHigh();
        if (Character.isHighSurrogate(unit)) {
            high = unit;
        } else if (unit < 0x80) {
            encoded.write(unit);
        } else if (unit < 0x800) {
            encoded.write(0xC0 | (unit >> 6));
            continueWith(unit);
        } else {
            encodeThree(unit);
        }
    }

    /** Half of a surrogate pair on its own is malformed in UTF-8 as well. */
    private void encodeHigh() {
        if (high != NONE) {
            encodeThree((char) high);
            high = NONE;
        }
    }

    private void encodeThree(char unit) {
        encoded.write(0xE0 | (unit >> 12));
        continueWith(unit >> 6);
        continueWith(unit);
    }

    /** A byte that continues a character, of its lowest six bits. */
    private void continueWith(int bits) {
        encoded.write(0x80 | (bits & 0x3F));
    }

    private void turnOver() {
        ready = encoded.toByteArray();
        position = 0;
        encoded.reset();
    }
}
