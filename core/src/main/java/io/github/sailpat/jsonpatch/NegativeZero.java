package io.github.sailpat.jsonpatch;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A zero of a JSON text that has a minus sign, such as {@code -0} or {@code -0.0}: {@link BigDecimal} has none. It
 * equals zero wherever JSON values are compared; only its text differs.
 */
final class NegativeZero extends Number {
    private static final long serialVersionUID = 1L;

    /** The zero without the sign; its scale is that of the text. */
    private final BigDecimal magnitude;

    NegativeZero(BigDecimal magnitude) {
        this.magnitude = magnitude;
    }

    int scale() {
        return magnitude.scale();
    }

    @Override
    public int intValue() {
        return 0;
    }

    @Override
    public long longValue() {
        return 0;
    }

    @Override
    public float floatValue() {
        return -0.0f;
    }

    @Override
    public double doubleValue() {
        return -0.0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NegativeZero zero && magnitude.equals(zero.magnitude);
    }

    @Override
    public int hashCode() {
        return magnitude.hashCode();
    }

    /** The number as JSON has it (RFC 8259 section 6). */
    @Override
    public String toString() {
        return "-" + magnitude;
    }
}
