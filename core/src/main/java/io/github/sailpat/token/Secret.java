package io.github.sailpat.token;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A secret that prints as {@code ****}. Nothing but {@link #reveal()} and {@link #toCharArray()} gives it away; it is
 * not serialisable and has no property or field that a JSON library would write.
 *
 * <p>The characters are copied on the way in and on the way out. {@link #wipe()} overwrites the copy that is held
 * here; strings made by {@code reveal()} are out of reach.
 */
public final class Secret {
    /** Transient for the libraries that go by fields. */
    private final transient char[] value;

    private volatile boolean wiped;

    private Secret(char[] value) {
        this.value = value;
    }

    /**
     * A secret of these characters, which are copied: the caller may overwrite the array.
     *
     * @param value the characters, at least one
     * @return a secret
     * @throws IllegalArgumentException if there is no character
     */
    public static Secret of(char[] value) {
        return ofOwn(value.clone());
    }

    /**
     * A secret of this text.
     *
     * @param value the text, not empty
     * @return a secret
     * @throws IllegalArgumentException if the text is empty
     */
    public static Secret of(CharSequence value) {
        char[] copy = new char[value.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = value.charAt(i);
        }
        return ofOwn(copy);
    }

    private static Secret ofOwn(char[] value) {
        if (value.length == 0) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        return new Secret(value);
    }

    /**
     * The secret as a string, for handing it on. The string cannot be wiped.
     *
     * @return the secret
     * @throws IllegalStateException if it was wiped
     */
    public String reveal() {
        requireNotWiped();
        return new String(value);
    }

    /**
     * A copy of the characters, which the caller should overwrite after use.
     *
     * @return a new array
     * @throws IllegalStateException if it was wiped
     */
    public char[] toCharArray() {
        requireNotWiped();
        return value.clone();
    }

    /** Overwrites the characters that are held here. Wiping twice does nothing more. */
    public void wipe() {
        wiped = true;
        Arrays.fill(value, '\0');
    }

    /**
     * Whether {@link #wipe()} was called.
     *
     * @return {@code true} if the secret is gone
     */
    public boolean isWiped() {
        return wiped;
    }

    private void requireNotWiped() {
        if (wiped) {
            throw new IllegalStateException("the secret was wiped");
        }
    }

    /**
     * Compares in a time that does not depend on where the two differ. A wiped secret equals only itself.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof Secret that) || wiped || that.wiped) {
            return false;
        }
        char[] a = value;
        char[] b = that.value;
        int difference = a.length ^ b.length;
        for (int i = 0; i < a.length && i < b.length; i++) {
            difference |= a[i] ^ b[i];
        }
        return difference == 0;
    }

    /** The same for every secret: a hash would be a hint. */
    @Override
    public int hashCode() {
        return Objects.hashCode(Secret.class.getName());
    }

    /** Always {@code ****}. */
    @Override
    public String toString() {
        return "****";
    }
}
