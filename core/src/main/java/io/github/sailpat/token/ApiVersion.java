package io.github.sailpat.token;

import java.time.Period;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The versions of the SailPoint API that have personal access tokens. They differ in their paths, in what an absent
 * {@code expirationDate} means, and in which fields a patch may change; see {@link #canNeverExpire()}.
 *
 * <p>{@link #BETA}, {@link #V3} and the yearly versions are supported until the second quarter of 2028 and removed in
 * the first quarter of 2029; {@link #V1} replaces them.
 */
public enum ApiVersion {
    /** {@code /beta/personal-access-tokens}. */
    BETA("beta", "/beta/personal-access-tokens", false),
    /** {@code /v3/personal-access-tokens}. */
    V3("v3", "/v3/personal-access-tokens", false),
    /** {@code /v2024/personal-access-tokens}. */
    V2024("v2024", "/v2024/personal-access-tokens", false),
    /** {@code /v2025/personal-access-tokens}. */
    V2025("v2025", "/v2025/personal-access-tokens", true),
    /** {@code /v2026/personal-access-tokens}. */
    V2026("v2026", "/v2026/personal-access-tokens", true),
    /** {@code /personal-access-tokens/v1}: the version is the last segment. */
    V1("v1", "/personal-access-tokens/v1", true);

    private static final Period SIX_MONTHS = Period.ofMonths(6);

    private final String label;
    private final String path;
    private final boolean canNeverExpire;

    ApiVersion(String label, String path, boolean canNeverExpire) {
        this.label = label;
        this.path = path;
        this.canNeverExpire = canNeverExpire;
    }

    /**
     * The version as it is written in paths, in lower case.
     *
     * @return the label, for example {@code v2025}
     */
    public String getLabel() {
        return label;
    }

    /**
     * The path of the token collection below the base URL.
     *
     * @return an absolute path without a trailing slash
     */
    public String getPath() {
        return path;
    }

    /**
     * Whether tokens of this version can have no expiration. If so, a token without expiration date never expires, the
     * request must acknowledge that, a date may be any time in the future, and it can be patched. If not, a token
     * without expiration date expires six months after its creation, which is also the maximum, and the date cannot be
     * patched.
     *
     * @return {@code true} for {@link #V2025} and later
     */
    public boolean canNeverExpire() {
        return canNeverExpire;
    }

    /**
     * The maximum lifetime of a token, which is also its lifetime if a create request has no expiration date.
     *
     * @return six months, or {@code null} where there is no maximum: where a token {@linkplain #canNeverExpire() can
     *     never expire}
     */
    public @Nullable Period getMaxLifetime() {
        return canNeverExpire ? null : SIX_MONTHS;
    }

    /** The labels of the versions for which the condition holds, for a sentence: {@code v2025, v2026 and v1}. */
    static String labelsWhere(Predicate<ApiVersion> condition) {
        String labels = Arrays.stream(values())
                .filter(condition)
                .map(ApiVersion::getLabel)
                .collect(Collectors.joining(", "));
        int last = labels.lastIndexOf(", ");
        return last < 0 ? labels : labels.substring(0, last) + " and " + labels.substring(last + 2);
    }

    /**
     * The version with this label.
     *
     * @param label a label as {@link #getLabel()} gives it
     * @return the version
     * @throws IllegalArgumentException if there is no such version
     */
    public static ApiVersion ofLabel(String label) {
        for (ApiVersion version : values()) {
            if (version.label.equals(label)) {
                return version;
            }
        }
        throw new IllegalArgumentException("unknown API version: choose one of " + labelsWhere(version -> true));
    }

    @Override
    public String toString() {
        return label;
    }
}
