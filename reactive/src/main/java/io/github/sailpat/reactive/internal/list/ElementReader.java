package io.github.sailpat.reactive.internal.list;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * Turns the tokens of one JSON object into a value.
 *
 * @param <T> what an element becomes
 */
@FunctionalInterface
public interface ElementReader<T> {

    /**
     * Reads one element. Whatever this throws, an unchecked exception too, makes the element a malformed one.
     *
     * @param parser stands on the element's {@code START_OBJECT}, and must be left on the matching {@code END_OBJECT}
     * @return the element, never null
     * @throws IOException if the element is not what it should be
     */
    T read(JsonParser parser) throws IOException;
}
