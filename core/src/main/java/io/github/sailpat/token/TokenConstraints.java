package io.github.sailpat.token;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of the API that are checked before anything is sent. Each message names the broken rule. */
final class TokenConstraints {
    static final int MAX_NAME_LENGTH = 1_024;
    static final int MAX_SCOPES = 1_000;
    private static final int MIN_VALIDITY = CreatePersonalAccessTokenRequest.MIN_ACCESS_TOKEN_VALIDITY_SECONDS;
    private static final int MAX_VALIDITY = CreatePersonalAccessTokenRequest.MAX_ACCESS_TOKEN_VALIDITY_SECONDS;
    private static final Instant FIRST_WRITABLE = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST_WRITABLE = Instant.parse("9999-12-31T23:59:59.999Z");
    /** Tolerance for clocks that differ and for what "six months" means: within it the tenant decides. */
    private static final Duration LENIENCE = Duration.ofDays(1);

    private TokenConstraints() {}

    /**
     * An ambiguous create is reconciled by the name, so a list must return the name unchanged. A tenant may strip
     * leading and trailing white space, and refuse or change control characters.
     */
    static void requireName(String name) {
        requireText("name", name, MAX_NAME_LENGTH);
        requireNoControls("name", name);
        if (isSpace(name.codePointAt(0)) || isSpace(name.codePointBefore(name.length()))) {
            throw new IllegalArgumentException("name must not have leading or trailing white space");
        }
    }

    static void requireScope(@Nullable List<String> scope) {
        if (scope == null) {
            return;
        }
        if (scope.size() > MAX_SCOPES) {
            throw new IllegalArgumentException("at most " + MAX_SCOPES + " scopes can be given");
        }
        scope.forEach(s -> requireText("scope", s, MAX_NAME_LENGTH));
    }

    static void requireValidity(@Nullable Integer seconds) {
        if (seconds != null && (seconds < MIN_VALIDITY || seconds > MAX_VALIDITY)) {
            throw new IllegalArgumentException("accessTokenValiditySeconds must be from " + MIN_VALIDITY + " to "
                    + MAX_VALIDITY + ", not " + seconds);
        }
    }

    static void requireWritable(@Nullable Instant date) {
        if (date != null && (date.isBefore(FIRST_WRITABLE) || date.isAfter(LAST_WRITABLE))) {
            throw new IllegalArgumentException("a date must have a year of four digits (RFC 3339)");
        }
    }

    static void requireExpirationFor(ApiVersion version, @Nullable Instant date, Instant now) {
        if (date == null) {
            return;
        }
        if (!date.isAfter(now)) {
            throw new IllegalArgumentException("expirationDate must be in the future, not " + date);
        }
        Period maximum = version.getMaxLifetime();
        if (maximum != null) {
            Instant latest =
                    now.atOffset(ZoneOffset.UTC).plus(maximum).toInstant().plus(LENIENCE);
            if (date.isAfter(latest)) {
                throw new IllegalArgumentException("expirationDate must be within " + maximum.toTotalMonths()
                        + " months on " + version + ", not " + date + "; "
                        + ApiVersion.labelsWhere(ApiVersion::canNeverExpire) + " have no maximum");
            }
        }
    }

    static void requireNoControls(String what, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " must not have control characters");
        }
    }

    private static boolean isSpace(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    static void requireText(String what, String text, int maxLength) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
        if (text.length() > maxLength) {
            throw new IllegalArgumentException(
                    what + " must have at most " + maxLength + " characters, not " + text.length());
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(what + " must be valid Unicode, without lone surrogates");
        }
    }
}
