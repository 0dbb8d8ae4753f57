package io.github.sailpat.cli.output;

import io.github.sailpat.cli.terminal.Results;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;

/** Prints tokens in one format. The header waits for the first token, or for the end of a list that has none. */
public final class TokenPrinter {
    private final TokenFormat format;
    private final Results results;
    private boolean begun;

    public TokenPrinter(TokenFormat format, Results results) {
        this.format = format;
        this.results = results;
    }

    public void print(PersonalAccessToken token) {
        begin();
        results.write(format.token(token));
    }

    public void print(CreatedPersonalAccessToken token) {
        results.write(format.created(token));
        results.flush();
    }

    /** A token that is shown alone. */
    public void details(PersonalAccessToken token) {
        results.write(format.details(token));
        results.flush();
    }

    public void flush() {
        results.flush();
    }

    public void end() {
        begin();
        results.flush();
    }

    private void begin() {
        if (!begun) {
            begun = true;
            results.write(format.header());
        }
    }
}
