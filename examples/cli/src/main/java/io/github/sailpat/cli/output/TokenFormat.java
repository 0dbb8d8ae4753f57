package io.github.sailpat.cli.output;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;

/** Text for tokens, line ends included. */
interface TokenFormat {
    /** What stands before the tokens of a list; empty for nothing. */
    String header();

    String token(PersonalAccessToken token);

    /** A token that is shown alone. It is complete: no header belongs to it. */
    default String details(PersonalAccessToken token) {
        return header() + token(token);
    }

    /** The one text that holds a secret. It is complete: no header belongs to it. */
    String created(CreatedPersonalAccessToken token);
}
