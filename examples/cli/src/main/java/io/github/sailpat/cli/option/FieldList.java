package io.github.sailpat.cli.option;

import io.github.sailpat.token.TokenField;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;

/**
 * Fields of a token, each once.
 *
 * @param fields in their order
 */
public record FieldList(List<TokenField> fields) {
    public static final FieldList NONE = new FieldList(List.of());

    /** Reads names that are separated by commas. */
    public static final class Converter implements ITypeConverter<FieldList> {
        @Override
        public FieldList convert(String text) {
            return new FieldList(Stream.of(text.split(",", -1))
                    .map(Converters::tokenField)
                    .distinct()
                    .toList());
        }
    }
}
