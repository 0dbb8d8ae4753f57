package io.github.sailpat.sandbox;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of generated tokens, of about 350 bytes each: used, never used, unused for long, never expiring, managed.
 */
final class GeneratedTokenTemplates {

    private GeneratedTokenTemplates() {}

    static List<SandboxToken> tokens(String number) {
        Instant recently = Instant.parse("2026-10-30T06:12:45.511Z");
        Instant longAgo = Instant.parse("2025-02-11T19:04:10.218734Z");
        return List.of(
                token(number, recently, false, false),
                token(number, null, false, false),
                token(number, longAgo, false, false),
                token(number, recently, true, false),
                token(number, recently, false, true));
    }

    private static SandboxToken token(String number, @Nullable Instant lastUsed, boolean never, boolean managed) {
        return new SandboxToken(
                "7c1e5a90b2d34f68a1c4" + number,
                "",
                "svc-pipeline-" + number,
                List.of("sp:scopes:default"),
                "2c9180a46faadee4016fb4e018c20639",
                "Platform Engineering",
                Instant.parse("2025-01-15T08:30:00.123Z"),
                lastUsed,
                TokenFieldReader.MAX_VALIDITY,
                never ? null : Instant.parse("2027-01-15T08:30:00.123456Z"),
                never,
                managed);
    }
}
