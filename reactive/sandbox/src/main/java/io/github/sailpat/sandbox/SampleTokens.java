package io.github.sailpat.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;

/**
 * Generates tokens like those of a real tenant: of pipelines and people, some used daily and some unused. The same seed
 * gives the same tokens.
 */
final class SampleTokens {

    private static final List<String> TOOLS = List.of(
            "jenkins", "terraform", "servicenow", "splunk", "github-actions", "ansible", "powershell", "reporting");
    private static final List<String> PLACES = List.of("prod", "staging", "test", "dr", "lab");
    private static final List<String> JOBS =
            List.of("deploy", "sync", "export", "audit", "provisioning", "backup", "certification", "cleanup");
    private static final List<String> FIRST =
            List.of("Amina", "Bjørn", "Chloé", "Diego", "Elif", "Farid", "Grace", "Hiroshi", "Inés", "Jakub");
    private static final List<String> LAST =
            List.of("Okafor", "Larsen", "Dubois", "Ramírez", "Yılmaz", "Haddad", "Murphy", "Tanaka", "Costa", "Nowak");
    private static final List<List<String>> SCOPES = List.of(
            List.of("sp:scopes:all"),
            List.of("sp:scopes:default"),
            List.of("idn:identity:read", "idn:accounts:read"),
            List.of("sp:my-personal-access-tokens:manage"));
    private static final int PER_OWNER = 5;

    private final Random random;
    private final Identifiers identifiers;
    private final Instant now = Dates.now();
    private String ownerId = "";
    private String ownerName = "";

    SampleTokens(long seed, Identifiers identifiers) {
        this.random = new Random(seed);
        this.identifiers = identifiers;
    }

    void addTo(TokenStore store, int count) {
        for (int i = 0; i < count; i++) {
            if (i % PER_OWNER == 0) {
                ownerId = identifiers.id();
                ownerName = pick(FIRST) + " " + pick(LAST);
            }
            store.add(token(i), Integer.MAX_VALUE);
        }
    }

    private SandboxToken token(int number) {
        boolean neverExpires = random.nextInt(5) == 0;
        boolean managed = random.nextInt(12) == 0;
        String name = managed ? "workflow-" + identifiers.id() : name(number);
        SandboxToken token = new SandboxToken(
                identifiers.id(),
                identifiers.secret(),
                name,
                random.nextInt(10) == 0 ? null : pick(SCOPES),
                ownerId,
                ownerName,
                ago(200 + random.nextInt(500)),
                null,
                random.nextBoolean() ? TokenFieldReader.MAX_VALIDITY : 900 + random.nextInt(3_000),
                neverExpires ? null : now.plus(Duration.ofDays(1 + random.nextInt(170))),
                neverExpires,
                managed);
        return switch (random.nextInt(4)) {
            case 0 -> token; // never used
            case 1 -> token.withLastUsed(ago(120 + random.nextInt(80)));
            default -> token.withLastUsed(ago(random.nextInt(30)));
        };
    }

    /** The first of a kind has no number: {@code jenkins-prod-deploy}, then {@code jenkins-prod-deploy-17}. */
    private String name(int number) {
        String name = pick(TOOLS) + "-" + pick(PLACES) + "-" + pick(JOBS);
        return number % PER_OWNER == 0 ? name : name + "-" + number;
    }

    /** Half of the dates are finer than a millisecond. */
    private Instant ago(int days) {
        Instant date = now.minus(Duration.ofDays(days)).minusSeconds(random.nextInt(86_400));
        return random.nextBoolean() ? date : date.plus(1 + random.nextInt(998), ChronoUnit.MICROS);
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
