package io.github.sailpat.sandbox;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A JSON array of tokens that are generated while they are sent. There are a few forms of token, each prepared as bytes
 * once; to make one is to copy its template and set its number, twelve digits in both id and name.
 */
final class GeneratedTokensSource implements BodySource {

    private static final int DIGITS = 12;
    private static final byte[] NUMBER_MARK = "#".repeat(DIGITS).getBytes(StandardCharsets.US_ASCII);

    private final long count;
    private final Template[] forms;
    private final byte[] number = "0".repeat(DIGITS).getBytes(StandardCharsets.US_ASCII);
    private byte[] current = {'['};
    private int position;
    private long made;
    private boolean first = true;
    private boolean ended;

    /** A token's bytes after a comma, and where its number stands in them. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Template(byte[] bytes, int idAt, int nameAt, boolean matches) {}

    GeneratedTokensSource(long count, Version version, Predicate<SandboxToken> matches) {
        this.count = count;
        this.forms = GeneratedTokenTemplates.tokens(new String(NUMBER_MARK, StandardCharsets.US_ASCII)).stream()
                .map(token -> form(token, version, matches))
                .toArray(Template[]::new);
    }

    private static Template form(SandboxToken token, Version version, Predicate<SandboxToken> matches) {
        String text = "," + new String(TokenJson.shown(token, version), StandardCharsets.UTF_8);
        String mark = new String(NUMBER_MARK, StandardCharsets.US_ASCII);
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return new Template(bytes, text.indexOf(mark), text.lastIndexOf(mark), matches.test(token));
    }

    @Override
    public @Nullable ByteBuf next(ByteBufAllocator allocator, int maxBytes) {
        if (ended && position == current.length) {
            return null;
        }
        ByteBuf piece = allocator.buffer(maxBytes, maxBytes);
        int room = maxBytes;
        while (room > 0 && (position < current.length || advance())) {
            int size = Math.min(room, current.length - position);
            piece.writeBytes(current, position, size);
            position += size;
            room -= size;
        }
        return piece;
    }

    /** Makes the next token the current bytes, or the end of the array; false after that. */
    private boolean advance() {
        while (made < count) {
            Template form = forms[(int) (made++ % forms.length)];
            increment();
            if (form.matches()) {
                System.arraycopy(number, 0, form.bytes(), form.idAt(), DIGITS);
                System.arraycopy(number, 0, form.bytes(), form.nameAt(), DIGITS);
                current = form.bytes();
                position = first ? 1 : 0; // the first has no comma before it
                first = false;
                return true;
            }
        }
        if (ended) {
            return false;
        }
        ended = true;
        current = new byte[] {']'};
        position = 0;
        return true;
    }

    private void increment() {
        int digit = DIGITS - 1;
        while (number[digit] == '9') {
            number[digit--] = '0';
        }
        number[digit]++;
    }
}
