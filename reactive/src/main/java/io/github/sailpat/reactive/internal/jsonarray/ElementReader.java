package io.github.sailpat.reactive.internal.jsonarray;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one element of the array from a JSON parser.
 *
 * @param <T> the type of an element
 */
@FunctionalInterface
public interface ElementReader<T> {

    /**
     * Reads one element. If it throws, an unchecked exception included, the element is malformed and the array
     * terminates with an error.
     *
     * @param parser at the {@code START_OBJECT} of the element; must be left at the matching {@code END_OBJECT}
     * @return the element, or null if the object has no id, so that it cannot be read
     * @throws IOException if the element is malformed
     */
    @Nullable
    T read(JsonParser parser) throws IOException;
}
