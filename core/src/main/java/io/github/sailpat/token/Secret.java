package io.github.sailpat.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A secret whose {@code toString} is {@code ****}. Only {@link #reveal()} and {@link #toCharArray()} return its
 * characters.
 *
 * <p>A secret is not serialized: a library that tries gets an exception, for example an
 * {@link UnsupportedOperationException}, instead of writing an object without the secret. A library that writes while
 * it reads, such as Gson, may have written the beginning of a document by then. Write what {@link #reveal()} returns.
 * The interface {@link Serializable} is implemented so that the exception of {@code java.io} says so too.
 *
 * <p>The characters are copied when they are passed in and when they are returned. {@link #wipe()} overwrites the copy
 * in this object; strings that {@code reveal()} returned cannot be wiped.
 */
public final class Secret implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient char[] value;

    private transient volatile boolean wiped;

    /** For libraries that serialize fields: the only one that is not transient. */
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = UnserializableCollection.Filter.class)
    private final Collection<String> serializedForm = UnserializableCollection.INSTANCE;

    private Secret(char[] value) {
        this.value = value;
    }

    /**
     * Creates a secret from characters, which are copied: the caller may overwrite the array.
     *
     * @param value the characters, at least one
     * @return a secret
     * @throws IllegalArgumentException if the array is empty
     */
    public static Secret of(char[] value) {
        return ofOwn(value.clone());
    }

    /**
     * Creates a secret from a text.
     *
     * @param value the text, not empty
     * @return a secret
     * @throws IllegalArgumentException if the text is empty
     */
    public static Secret of(String value) {
        return ofOwn(value.toCharArray());
    }

    private static Secret ofOwn(char[] value) {
        if (value.length == 0) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        return new Secret(value);
    }

    /**
     * The secret as a string, which cannot be wiped.
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

    /** Overwrites the characters. Calling it again has no effect. */
    public void wipe() {
        wiped = true;
        Arrays.fill(value, '\0');
    }

    /**
     * Whether {@link #wipe()} was called.
     *
     * @return {@code true} if the secret was wiped
     */
    public boolean isWiped() {
        return wiped;
    }

    /**
     * For libraries that serialize properties: always fails. Use {@link #reveal()}.
     *
     * @return never
     * @throws UnsupportedOperationException always
     */
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = UnserializableCollection.Filter.class)
    public String getSerializedForm() {
        return serializedForm.iterator().next();
    }

    /**
     * Called by Java serialization.
     *
     * @return never
     * @throws NotSerializableException always
     */
    @Serial
    private Object writeReplace() throws NotSerializableException {
        throw new NotSerializableException(UnserializableCollection.MESSAGE);
    }

    /**
     * Called by Java deserialization.
     *
     * @param in what is read
     * @throws InvalidObjectException always
     */
    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException(UnserializableCollection.MESSAGE);
    }

    private void requireNotWiped() {
        if (wiped) {
            throw new IllegalStateException("the secret was wiped and cannot be read; keep a copy, or wipe it later");
        }
    }

    /**
     * Compares in constant time: it does not depend on the position of the first difference. A wiped secret equals only
     * itself.
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

    /** The same value for every secret, so that it discloses nothing. */
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
