package io.github.sailpat.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListFilterTest {
    private final Instant now = Instant.now();
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0));

    @BeforeEach
    void addTokens() {
        tenant.addToken(
                "ci-old",
                t -> t.withCreated(now.minus(Duration.ofDays(100)))
                        .withLastUsed(now.minus(Duration.ofDays(50)))
                        .withScope(List.of("sp:scopes:all"))
                        .withExpiration(now.plus(Duration.ofDays(10)), false));
        tenant.addToken(
                "ci-new",
                t -> t.withCreated(now.minus(Duration.ofDays(1)))
                        .withScope(List.of("idn:accounts:read", "idn:sources:read"))
                        .withExpiration(now.plus(Duration.ofDays(100)), false));
        tenant.addToken(
                "Backup",
                t -> t.withCreated(now.minus(Duration.ofDays(30)))
                        .withLastUsed(now.minus(Duration.ofDays(1)))
                        .withScope(List.of("idn:accounts:read"))
                        .withExpiration(now.plus(Duration.ofDays(50)), false));
    }

    @AfterEach
    void close() {
        tenant.close();
    }

    private List<String> names(String options) {
        String[] args = Stream.concat(Stream.of("list", "--columns", "name"), Stream.of(options.split(" ")))
                .toArray(String[]::new);
        CommandRun run = CommandRun.against(tenant).run(args);
        assertThat(run.exitCode()).as("%s", run).isZero();
        return run.outLines().stream()
                .map(line -> line.replaceAll("\\{\"name\":\"|\"}", ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "--scope idn:accounts:read,ci-new Backup",
        "--scope idn:sources:read --scope sp:scopes:all,ci-old ci-new",
        "--name ci-*,ci-old ci-new",
        "--name ci-?l?,ci-old",
        "--name ci-[on]*,''",
        "--expiring 60d,ci-old Backup",
        "--older-than 4w,ci-old Backup",
        "--older-than 4w --expiring 2w,ci-old",
        "--last-used-before 30d,ci-old",
        "--last-used-before 2020-01-01,''"
    })
    void tokensThatMatchAllFiltersAreListed(String options, String names) {
        assertThat(String.join(" ", names(options))).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({
        "--sort name,Backup ci-new ci-old",
        "--sort created:desc,ci-new Backup ci-old",
        "--sort lastUsed,ci-old Backup ci-new",
        "--sort lastUsed:desc,Backup ci-old ci-new",
        "--sort expirationDate --take 2,ci-old Backup"
    })
    void sortedTokensWithoutTheFieldComeLast(String options, String names) {
        assertThat(String.join(" ", names(options))).isEqualTo(names);
    }

    @Test
    void sortingSaysThatItHoldsAllInMemory() {
        assertThat(CommandRun.against(tenant).run("list", "--sort", "name").err())
                .contains("--sort holds all tokens in memory");
        assertThat(CommandRun.against(tenant).run("list", "--help").out()).contains("held in memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "jsonl", "csv"})
    void columnsAreTheSameInEveryFormat(String format) {
        CommandRun run = CommandRun.against(tenant)
                .run("list", "--take", "1", "--output", format, "--columns", "name,accessTokenValiditySeconds,managed");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.outLines())
                .containsExactly(
                        switch (format) {
                            case "table" ->
                                new String[] {
                                    "NAME                                      VALIDITY    MANAGED",
                                    "ci-old                                    43200       false"
                                };
                            case "csv" ->
                                new String[] {
                                    "name,accessTokenValiditySeconds,managed,unreadableFields", "ci-old,43200,false,"
                                };
                            default ->
                                new String[] {
                                    "{\"name\":\"ci-old\",\"managed\":false,\"accessTokenValiditySeconds\":43200}"
                                };
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "--columns secret,the fields are id",
        "--sort expires,the fields are id",
        "--sort name:up,lastUsed:desc",
        "--older-than old,'90d, 12w'",
        "--expiring 2027-01-31,'90d, 12w'",
        "--last-used-before yesterday,90d for 90 days ago"
    })
    void wrongValuesSayWhatIsRight(String options, String message) {
        CommandRun run = CommandRun.against(tenant).run(("list " + options).split(" "));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.errLines()).hasSize(2).first().asString().contains(message);
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }
}
