package io.github.sailpat.benchmarks;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A token as plain data binding has it: no model of ours, no reader of ours, dates by Jackson's own module. */
record StockToken(
        String id,
        String name,
        @Nullable List<String> scope,
        @Nullable StockOwner owner,
        Instant created,
        @Nullable Instant lastUsed,
        boolean managed,
        @Nullable Integer accessTokenValiditySeconds,
        @Nullable Instant expirationDate,
        @Nullable Boolean userAwareTokenNeverExpires) {

    record StockOwner(
            @Nullable String type,
            @Nullable String id,
            @Nullable String name) {}
}
