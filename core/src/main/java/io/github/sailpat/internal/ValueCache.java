package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonParser;
import io.github.sailpat.token.Owner;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The strings and the owner that were read lately. Many tokens of a list have the same owners and scopes, and share one
 * object for them. Not thread-safe.
 */
final class ValueCache {
    /** A power of two. A string takes the place of another one with the same last bits of its hash code. */
    private static final int SIZE = 64;

    private static final int MAX_LENGTH = 64;

    private final char[][] characters = new char[SIZE][];
    private final @Nullable String[] strings = new @Nullable String[SIZE];
    private Owner owner = Owner.builder().build();

    /**
     * The text of the string that is the parser's current token.
     *
     * @param parser the parser
     * @return the text, which may be an object that was returned before
     * @throws IOException if the parser finds invalid JSON
     */
    String string(JsonParser parser) throws IOException {
        char[] buffer = parser.getTextCharacters();
        int start = parser.getTextOffset();
        int length = parser.getTextLength();
        if (length == 0 || length > MAX_LENGTH) {
            return parser.getText();
        }
        int index = hash(buffer, start, length) & SIZE - 1;
        String cached = strings[index];
        if (cached == null || !Arrays.equals(characters[index], 0, cached.length(), buffer, start, start + length)) {
            cached = parser.getText();
            strings[index] = cached;
            characters[index] = cached.toCharArray();
        }
        return cached;
    }

    /**
     * An owner.
     *
     * @param type its type
     * @param id its id
     * @param name its name
     * @return the owner, which is the same object as the last one if it is equal
     */
    Owner owner(@Nullable String type, @Nullable String id, @Nullable String name) {
        if (!Objects.equals(owner.getId(), id)
                || !Objects.equals(owner.getName(), name)
                || !Objects.equals(owner.getType(), type)) {
            owner = Owner.builder().type(type).id(id).name(name).build();
        }
        return owner;
    }

    /** Of the length and three characters, because a hash code of all of them takes longer than to make the string. */
    private static int hash(char[] buffer, int start, int length) {
        int last = start + length - 1;
        return 31 * (31 * buffer[last] + buffer[start + length / 2]) + 7 * buffer[start] + length;
    }
}
