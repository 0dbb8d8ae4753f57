package io.github.sailpat.jsonpatch;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;

/** The eight classes of numbers that a tree may hold, and their value as JSON. */
final class JsonNumbers {
    private static final Set<Class<? extends Number>> EXACT_IN_LONG =
            Set.of(Byte.class, Short.class, Integer.class, Long.class);
    /** More bits than this have more than {@link JsonPatch#MAX_NUMBER_DIGITS} digits. */
    private static final int MAX_BITS =
            BigInteger.TEN.pow(JsonPatch.MAX_NUMBER_DIGITS).bitLength();

    private JsonNumbers() {}

    /** What JSON's grammar or our limits have against this number, or an empty text. */
    static String fault(Number number) {
        Class<? extends Number> type = number.getClass();
        if (EXACT_IN_LONG.contains(type)) {
            return "";
        }
        if (type == Double.class || type == Float.class) {
            return Double.isFinite(number.doubleValue()) ? "" : "is not finite, and JSON has finite numbers only";
        }
        boolean tooLong;
        if (type == BigInteger.class) {
            tooLong = ((BigInteger) number).bitLength() > MAX_BITS || digits(number) > JsonPatch.MAX_NUMBER_DIGITS;
        } else if (type == BigDecimal.class) {
            tooLong = digits(number) > JsonPatch.MAX_NUMBER_DIGITS
                    || Math.abs((long) ((BigDecimal) number).scale()) > JsonPatch.MAX_NUMBER_SCALE;
        } else {
            return "is a " + type.getName() + "; use an Integer, Long, BigInteger, Double or BigDecimal";
        }
        return tooLong
                ? "has more than " + JsonPatch.MAX_NUMBER_DIGITS + " digits, or a scale beyond "
                        + JsonPatch.MAX_NUMBER_SCALE
                : "";
    }

    /** How many digits its text has, where they may be many. */
    static int digits(Number number) {
        if (number instanceof BigInteger integer) {
            return new BigDecimal(integer).precision();
        }
        return number instanceof BigDecimal decimal ? decimal.precision() : 1;
    }

    /** The value, equal for equal numbers of whatever class: 1, 1.0 and 1e0 are one, and so are 0 and -0.0. */
    static BigDecimal value(Number number) {
        if (EXACT_IN_LONG.contains(number.getClass())) {
            return canonical(BigDecimal.valueOf(number.longValue()));
        }
        if (number instanceof BigInteger integer) {
            return canonical(new BigDecimal(integer));
        }
        return canonical(number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString()));
    }

    private static BigDecimal canonical(BigDecimal value) {
        return value.stripTrailingZeros();
    }
}
