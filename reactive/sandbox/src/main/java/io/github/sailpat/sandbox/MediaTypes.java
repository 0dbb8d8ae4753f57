package io.github.sailpat.sandbox;

import org.jspecify.annotations.Nullable;

/** Compares media types without their parameters. */
final class MediaTypes {

    private MediaTypes() {}

    static boolean matches(@Nullable String header, String type) {
        if (header == null) {
            return false;
        }
        int end = header.indexOf(';');
        return (end < 0 ? header : header.substring(0, end)).trim().equalsIgnoreCase(type);
    }

    /**
     * Insists on a type.
     *
     * @throws ApiException (415) if the header says another, or nothing
     */
    static void require(@Nullable String header, String type) {
        if (!matches(header, type)) {
            throw ApiException.of(
                    415, "415 Unsupported media type", "The content type must be " + type + ", but is " + header + ".");
        }
    }
}
