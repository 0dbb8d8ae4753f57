package io.github.sailpat.sandbox;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The API versions, and in what they differ. */
enum Version {
    BETA("beta", false, true),
    V3("v3", false, false),
    V2024("v2024", false, false),
    V2025("v2025", true, true),
    V2026("v2026", true, true),
    V1("v1", true, true);

    private static final Map<String, Version> BY_SEGMENT =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Version::segment, Function.identity()));

    private final String segment;
    private final boolean neverExpiringAllowed;
    private final boolean expirationNullable;

    Version(String segment, boolean neverExpiringAllowed, boolean expirationNullable) {
        this.segment = segment;
        this.neverExpiringAllowed = neverExpiringAllowed;
        this.expirationNullable = expirationNullable;
    }

    /** The version of a path segment, or null if there is none of that name. */
    static @Nullable Version of(String segment) {
        return BY_SEGMENT.get(segment);
    }

    String segment() {
        return segment;
    }

    /**
     * Whether a token may live without end, its expiry may be patched, and {@code userAwareTokenNeverExpires} exists.
     * Otherwise six months are both the default and the maximum.
     */
    boolean allowsNeverExpiring() {
        return neverExpiringAllowed;
    }

    /** Whether {@code expirationDate} is {@code null} for a token that never expires; otherwise the field is absent. */
    boolean isExpirationNullable() {
        return expirationNullable;
    }
}
