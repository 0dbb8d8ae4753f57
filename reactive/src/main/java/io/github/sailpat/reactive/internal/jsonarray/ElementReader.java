package io.github.sailpat.reactive.internal.jsonarray;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Turns the tokens of one JSON object into a value.
 *
 * @param <T> what an element becomes
 */
@FunctionalInterface
public interface ElementReader<T> {

    /**
     * Reads one element. Whatever this throws, an unchecked exception too, makes the element a malformed one and ends
     * the array.
     *
     * @param parser stands on the element's {@code START_OBJECT}, and must be left on the matching {@code END_OBJECT}
     * @return the element, or null if the object has no id, which makes it an unreadable one
     * @throws IOException if the element is not what it should be
     */
    @Nullable
    T read(JsonParser parser) throws IOException;
}
