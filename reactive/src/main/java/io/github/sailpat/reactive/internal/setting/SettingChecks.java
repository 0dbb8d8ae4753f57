package io.github.sailpat.reactive.internal.setting;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks the values of settings. */
public final class SettingChecks {
    private static final Duration MAX_DURATION = Duration.ofDays(365);
    private static final int MAX_PRODUCT_LENGTH = 256;

    private SettingChecks() {}

    /**
     * Checks that a setting has a value.
     *
     * @param setting the name of the setting
     * @param value its value
     * @return the value
     * @param <T> its type
     * @throws NullPointerException with the name of the setting, if there is none
     */
    public static <T> T present(String setting, @Nullable T value) {
        return Objects.requireNonNull(value, () -> setting + " must not be null");
    }

    /**
     * Checks a duration.
     *
     * @param setting the name of the setting
     * @param duration its value
     * @return the value
     * @throws IllegalArgumentException if it is not above zero, or more than a year
     */
    public static Duration positive(String setting, Duration duration) {
        present(setting, duration);
        if (duration.isNegative() || duration.isZero() || duration.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException(
                    setting + " must be above zero and at most 365 days, and is " + duration);
        }
        return duration;
    }

    /**
     * Checks a number.
     *
     * @param setting the name of the setting
     * @param number its value
     * @return the value
     * @throws IllegalArgumentException if it is less than one
     */
    public static int atLeastOne(String setting, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(setting + " must be at least 1, and is " + number);
        }
        return number;
    }

    /**
     * Checks a product of {@code User-Agent} (RFC 9110 section 10.1.5).
     *
     * @param product the product
     * @return the product, stripped
     * @throws IllegalArgumentException if it is not visible ASCII and spaces, or too long
     */
    public static String product(String product) {
        present("userAgent", product);
        if (product.isBlank()
                || product.length() > MAX_PRODUCT_LENGTH
                || product.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            throw new IllegalArgumentException("userAgent must be visible ASCII and spaces, and have at most "
                    + MAX_PRODUCT_LENGTH + " characters");
        }
        return product.strip();
    }
}
