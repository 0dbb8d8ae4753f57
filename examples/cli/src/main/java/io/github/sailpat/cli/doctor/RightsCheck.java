package io.github.sailpat.cli.doctor;

import io.github.sailpat.cli.command.WhoamiCommand;
import io.github.sailpat.cli.option.FilterOptions;
import io.github.sailpat.cli.output.AuditNumbers;
import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.ForbiddenException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

/** Checks the credentials, what they may do, and when they expire. Nothing is changed. */
final class RightsCheck {
    private static final Duration SOON = Duration.ofDays(30);
    private static final String CREDENTIALS = "credentials";
    private static final String OWN = "own tokens";

    private final String clientId;
    private final Consumer<Finding> findings;

    RightsCheck(String clientId, Consumer<Finding> findings) {
        this.clientId = clientId;
        this.findings = findings;
    }

    void run(PersonalAccessTokens tokens) {
        List<PersonalAccessToken> own = own(tokens);
        if (own == null) {
            return;
        }
        findings.accept(Finding.ok(CREDENTIALS, "the token endpoint has issued an access token"));
        findings.accept(Finding.ok(OWN, AuditNumbers.count(own.size()) + " listed"));
        findings.accept(all(tokens));
        findings.accept(Finding.skipped("changes", "not tried; needs sp:my-personal-access-tokens:manage"));
        findings.accept(expiry(own));
    }

    private @Nullable List<PersonalAccessToken> own(PersonalAccessTokens tokens) {
        try {
            return Objects.requireNonNull(
                    tokens.list(q -> q.ownedByMe()).collectList().block());
        } catch (RuntimeException e) {
            Throwable error = Exceptions.unwrap(e);
            if (error instanceof AuthenticationException || error instanceof UnauthorizedException) {
                findings.accept(Finding.refused(CREDENTIALS, String.valueOf(error.getMessage())));
            } else if (error instanceof ForbiddenException) {
                findings.accept(Finding.ok(CREDENTIALS, "the token endpoint has issued an access token"));
                findings.accept(Finding.refused(
                        OWN, "the right sp:my-personal-access-tokens:read is missing: " + error.getMessage()));
            } else {
                findings.accept(Finding.failed(CREDENTIALS, error));
            }
            return null;
        }
    }

    private static Finding all(PersonalAccessTokens tokens) {
        String check = "all tokens";
        try {
            tokens.list().next().block();
            return Finding.ok(check, "may be listed");
        } catch (ForbiddenException e) {
            return Finding.warning(
                    check, "the right sp:all-personal-access-tokens:read is missing; --owner me lists your own");
        } catch (RuntimeException e) {
            return Finding.failed(check, Exceptions.unwrap(e));
        }
    }

    private Finding expiry(List<PersonalAccessToken> own) {
        String check = "expiry";
        Instant now = Instant.now();
        return own.stream()
                .filter(token -> token.getId().equalsIgnoreCase(clientId))
                .findFirst()
                .map(token -> FilterOptions.expiresBy(token, now.plus(SOON))
                        ? Finding.warning(check, "the token of this command " + WhoamiCommand.expiry(token, now))
                        : Finding.ok(check, "the token of this command " + WhoamiCommand.expiry(token, now)))
                .orElse(Finding.skipped(check, "the client id is none of your personal access tokens"));
    }
}
