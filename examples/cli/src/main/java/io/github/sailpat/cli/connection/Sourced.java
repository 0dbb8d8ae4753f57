package io.github.sailpat.cli.connection;

import org.jspecify.annotations.Nullable;

/**
 * A setting and where it comes from.
 *
 * @param value the value
 * @param source an option, a variable or a file, as a person says it
 * @param <T> what is set
 */
public record Sourced<T>(T value, String source) {
    /** The setting, or {@code null} if there is no value. */
    static <T> @Nullable Sourced<T> of(@Nullable T value, String source) {
        return value == null ? null : new Sourced<>(value, source);
    }

    static <T> @Nullable T orNull(@Nullable Sourced<T> setting) {
        return setting == null ? null : setting.value();
    }
}
