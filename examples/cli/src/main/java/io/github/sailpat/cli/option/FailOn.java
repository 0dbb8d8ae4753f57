package io.github.sailpat.cli.option;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;

/** Which findings make a command fail. */
public enum FailOn {
    NONE,
    EXPIRING,
    EXPIRED;

    /** Whether the findings are such. */
    public boolean isMet(long expiring, long expired) {
        return switch (this) {
            case NONE -> false;
            case EXPIRING -> expiring + expired > 0;
            case EXPIRED -> expired > 0;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads one. */
    public static final class Converter implements ITypeConverter<FailOn> {
        @Override
        public FailOn convert(String text) {
            return Converters.oneOf(values(), text, "choose one of none, expiring and expired");
        }
    }
}
