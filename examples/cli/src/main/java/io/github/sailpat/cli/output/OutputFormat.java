package io.github.sailpat.cli.output;

import java.util.Locale;
import java.util.function.Function;

/** How tokens are printed. */
public enum OutputFormat {
    TABLE(TableFormat::new),
    JSONL(JsonLinesFormat::new),
    CSV(CsvFormat::new);

    private final Function<TokenView, TokenFormat> factory;

    OutputFormat(Function<TokenView, TokenFormat> factory) {
        this.factory = factory;
    }

    public TokenFormat newFormat(TokenView view) {
        return factory.apply(view);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
