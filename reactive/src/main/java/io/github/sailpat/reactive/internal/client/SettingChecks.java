package io.github.sailpat.reactive.internal.client;

import java.time.Duration;

/** What the values of settings have to keep to. */
public final class SettingChecks {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final int LONGEST_PRODUCT = 256;

    private SettingChecks() {}

    /**
     * Checks a time.
     *
     * @param what the setting
     * @param duration the time
     * @return the time
     * @throws IllegalArgumentException if it is not above zero, or more than a year
     */
    public static Duration positive(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " must be above zero, and at most a year");
        }
        return duration;
    }

    /**
     * Checks a number.
     *
     * @param what the setting
     * @param number the number
     * @return the number
     * @throws IllegalArgumentException if it is less than one
     */
    public static int atLeastOne(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " must be at least 1");
        }
        return number;
    }

    /**
     * Checks what stands in {@code User-Agent}.
     *
     * @param product a product
     * @return it, stripped
     * @throws IllegalArgumentException if it is not visible ASCII and spaces, or too long
     */
    public static String product(String product) {
        if (product.isBlank()
                || product.length() > LONGEST_PRODUCT
                || product.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            throw new IllegalArgumentException("a user agent must be visible ASCII and spaces, at most 256 characters");
        }
        return product.strip();
    }
}
