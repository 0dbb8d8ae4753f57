package io.github.sailpat.cli;

import java.util.Locale;
import java.util.function.Supplier;

/** How tokens are printed. */
enum OutputFormat {
    TABLE(TableFormat::new),
    JSONL(JsonLinesFormat::new),
    CSV(CsvFormat::new);

    private final Supplier<TokenFormat> supplier;

    OutputFormat(Supplier<TokenFormat> supplier) {
        this.supplier = supplier;
    }

    TokenFormat newFormat() {
        return supplier.get();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
