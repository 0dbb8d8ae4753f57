package io.github.sailpat.jsonpatch;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;

/** The eight classes of numbers that a tree may hold, {@link NegativeZero}, and their value as JSON. */
final class JsonNumbers {
    private static final Set<Class<? extends Number>> EXACT_IN_LONG =
            Set.of(Byte.class, Short.class, Integer.class, Long.class);
    /** More bits than this have more than {@link JsonPatch#MAX_NUMBER_DIGITS} digits. */
    private static final int MAX_BITS =
            BigInteger.TEN.pow(JsonPatch.MAX_NUMBER_DIGITS).bitLength();

    private JsonNumbers() {}

    /** Whether JSON has this number, and it is immutable: not NaN, not infinite, and not of an unknown class. */
    static boolean isJson(Number number) {
        Class<? extends Number> type = number.getClass();
        if (type == Double.class || type == Float.class) {
            return Double.isFinite(number.doubleValue());
        }
        return EXACT_IN_LONG.contains(type)
                || type == BigInteger.class
                || type == BigDecimal.class
                || type == NegativeZero.class;
    }

    static boolean isWithinLimits(Number number) {
        if (number instanceof BigInteger integer && integer.bitLength() > MAX_BITS) {
            return false;
        }
        return digits(number) <= JsonPatch.MAX_NUMBER_DIGITS
                && Math.abs((long) scale(number)) <= JsonPatch.MAX_NUMBER_SCALE;
    }

    private static int scale(Number number) {
        if (number instanceof NegativeZero zero) {
            return zero.scale();
        }
        return number instanceof BigDecimal decimal ? decimal.scale() : 0;
    }

    /** The number of digits of its text. */
    static int digits(Number number) {
        if (number instanceof BigInteger integer) {
            return new BigDecimal(integer).precision();
        }
        return number instanceof BigDecimal decimal ? decimal.precision() : 1;
    }

    /** Whether the two are equal; far cheaper than two {@linkplain #value values}, which strip zeros one by one. */
    static boolean equal(Number left, Number right) {
        return exact(left).compareTo(exact(right)) == 0;
    }

    /** The value, equal for equal numbers of whatever class: 1, 1.0 and 1e0 are one, and so are 0 and -0.0. */
    static BigDecimal value(Number number) {
        return exact(number).stripTrailingZeros();
    }

    private static BigDecimal exact(Number number) {
        if (EXACT_IN_LONG.contains(number.getClass())) {
            return BigDecimal.valueOf(number.longValue());
        }
        if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
    }
}
