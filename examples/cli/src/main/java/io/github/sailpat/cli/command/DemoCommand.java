package io.github.sailpat.cli.command;

import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.error.OutputException;
import io.github.sailpat.cli.output.AuditNumbers;
import io.github.sailpat.cli.output.TableFormat;
import io.github.sailpat.cli.output.TokenView;
import io.github.sailpat.cli.rotation.RotateCommand;
import io.github.sailpat.cli.screen.Printable;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.cli.terminal.Results;
import io.github.sailpat.error.ForbiddenException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.PruneCandidate;
import io.github.sailpat.reactive.PruneOptions;
import io.github.sailpat.reactive.RotatedPersonalAccessToken;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The tour: every operation once, with the method of the library that does it. What it creates it deletes again. */
@Command(name = "demo", description = "Run every operation once, as a demonstration.", sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
    private static final int CALLS = 18;
    private static final int FEW = 5;
    private static final int MANY = 3;
    private static final int INDENT = 3;

    private final Session session;
    private final Results results;
    /** The ids of the tokens of the tour that may still exist. */
    private final Set<String> created = new LinkedHashSet<>();

    private TokenQuery visible = TokenQuery.all();

    public DemoCommand(Session session) {
        this.session = session;
        this.results = new Results(session.shell().out());
    }

    @Override
    public Integer call() {
        return session.finish(CALLS, RotateCommand.VERIFICATION, tokens -> {
            try {
                tour(tokens);
            } catch (SecretLostException e) {
                created.add(e.getId());
                throw e;
            } catch (OutputException e) {
                if (!e.isReaderGone()) {
                    throw e;
                }
            } catch (Stopped e) {
                say("Stopped.");
            } finally {
                cleanUp(tokens);
            }
            return ExitCode.DONE;
        });
    }

    private void tour(PersonalAccessTokens tokens) {
        long start = System.nanoTime();
        say("Sailpat, the tour. API version: " + session.apiVersion() + ".");
        list(tokens);
        String id = create(tokens);
        patch(tokens, id);
        step("Find it in the stream of your own tokens", "tokens.list(q -> q.ownedByMe()).filter(t -> ...).next()");
        PersonalAccessToken found = find(tokens, id);
        show(List.of(Objects.requireNonNull(found, "the new token is not in the list")));
        id = rotate(tokens, id);
        step("Delete", "tokens.delete(id)");
        tokens.delete(id).block();
        created.remove(id);
        say(find(tokens, id) == null ? "   It is no longer listed." : "   It is deleted, but still listed.");
        many(tokens);
        audit(tokens);
        stale(tokens);
        say("");
        say(String.format(
                "Finished in %d ms. %s",
                Duration.ofNanos(System.nanoTime() - start).toMillis(),
                created.isEmpty() ? "Nothing was left behind." : "The remaining tokens are deleted now."));
    }

    private void list(PersonalAccessTokens tokens) {
        step("List the first " + FEW, "tokens.list().take(" + FEW + ")");
        List<PersonalAccessToken> some = tokens.list()
                .take(FEW)
                .onErrorResume(ForbiddenException.class, e -> {
                    say("   You may not list the whole tenant, so: tokens.list(q -> q.ownedByMe()).take(" + FEW + ")");
                    visible = TokenQuery.create(q -> q.ownedByMe());
                    return tokens.list(visible).take(FEW);
                })
                .collectList()
                .block();
        show(Objects.requireNonNull(some, "a list has an end"));
    }

    private String create(PersonalAccessTokens tokens) {
        step(
                "Create one that lives for 30 days",
                "tokens.create(r -> r.name(...).addScope(\"sp:scopes:default\").expiresAt(...))");
        Instant expiry = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(30, ChronoUnit.DAYS);
        String name = "sailpat-demo-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        CreatedPersonalAccessToken token = tokens.create(
                        r -> r.name(name).addScope("sp:scopes:default").expiresAt(expiry))
                .block();
        created.add(Objects.requireNonNull(token, "a create has a result").getId());
        say("   id " + token.getId() + ", name " + token.getName() + ", secret " + token.getSecret());
        say("   The tenant returns the secret only now: secret.reveal() has it. The tour discards it.");
        return token.getId();
    }

    private void patch(PersonalAccessTokens tokens, String id) {
        step("Change name and scope", "tokens.patch(id, p -> p.name(...).addScope(\"idn:identity:read\"))");
        String name = "sailpat-demo-renamed-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        PersonalAccessToken patched = tokens.patch(id, p -> p.name(name).addScope("idn:identity:read"))
                .block();
        show(List.of(Objects.requireNonNull(patched, "a patch has a result")));
    }

    private @Nullable PersonalAccessToken find(PersonalAccessTokens tokens, String id) {
        return tokens.list(q -> q.ownedByMe())
                .filter(token -> token.getId().equals(id))
                .next()
                .block();
    }

    /** Returns the id of the token that exists now. */
    private String rotate(PersonalAccessTokens tokens, String id) {
        step(
                "Rotate: create a successor, hand its secret over, verify it, and only then delete the old one",
                "tokens.rotate(id, successor -> vault.store(successor))");
        try {
            RotatedPersonalAccessToken rotated = tokens.rotate(
                            id, successor -> Mono.fromRunnable(() -> created.add(successor.getId())))
                    .block();
            return rotated(id, Objects.requireNonNull(rotated, "a rotation has a result"));
        } catch (RotationFailedException e) {
            if (e.getState() == RotationState.QUOTA_FULL) {
                say("   Not possible now: " + e.getMessage());
                return id;
            }
            if (e.getState().isSuccessorExisting() && e.getSuccessorId() != null) {
                created.add(e.getSuccessorId());
            }
            throw e;
        }
    }

    private String rotated(String id, RotatedPersonalAccessToken rotated) {
        CreatedPersonalAccessToken successor = rotated.getSuccessor();
        say("   id " + successor.getId() + ", name " + successor.getName() + ", secret " + successor.getSecret());
        say("   The secret was handed over, and an access token was fetched with it.");
        Throwable error = rotated.getDeleteError();
        if (error == null) {
            created.remove(id);
            say("   The old one, " + id + ", is deleted.");
        } else {
            say("   The old one, " + id + ", may still be there: " + error.getMessage());
        }
        return successor.getId();
    }

    private void many(PersonalAccessTokens tokens) {
        step("Create " + MANY + " at a time", "tokens.createAll(requests, BulkOptions.standard())");
        String name = "sailpat-demo-bulk-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + '-';
        Instant expiry = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(30, ChronoUnit.DAYS);
        Flux<CreatePersonalAccessTokenRequest> requests = Flux.range(1, MANY)
                .map(i -> CreatePersonalAccessTokenRequest.create(
                        r -> r.name(name + i).addScope("sp:scopes:default").expiresAt(expiry)));
        outcomes(tokens.createAll(requests, BulkOptions.standard())).forEach(outcome -> {
            if (outcome instanceof BulkOutcome.Succeeded<?, CreatedPersonalAccessToken> succeeded) {
                created.add(succeeded.getResult().getId());
            } else if (outcome instanceof BulkOutcome.SecretLost<?, ?> lost) {
                created.add(lost.getId());
            }
            say("   " + outcome.getIndex() + ' ' + outcome.getInput().getName() + ": " + told(outcome));
        });
        step("Delete them at a time", "tokens.deleteAll(ids, BulkOptions.standard())");
        outcomes(tokens.deleteAll(Flux.fromIterable(List.copyOf(created)), BulkOptions.standard()))
                .forEach(outcome -> {
                    if (outcome instanceof BulkOutcome.Succeeded) {
                        created.remove(outcome.getInput());
                    }
                    say("   " + outcome.getIndex() + ' ' + outcome.getInput() + ": " + told(outcome));
                });
    }

    private void audit(PersonalAccessTokens tokens) {
        step("Audit all tokens", "tokens.audit(AuditOptions.standard())");
        AuditReport report =
                tokens.audit(AuditOptions.create(o -> o.query(visible))).block();
        Objects.requireNonNull(report, "an audit has a report");
        say("   " + report.getTotal() + " tokens of " + report.getOwners().size() + " owners");
        AuditNumbers.of(report).forEach(number -> say("   " + number.count() + ' ' + number.label()));
        say("   'tokens audit --html FILE' makes a page of it.");
    }

    private void stale(PersonalAccessTokens tokens) {
        step(
                "Find tokens that were not used for 90 days",
                "tokens.pruneCandidates(PruneOptions.unusedFor(...)).take(" + FEW + ")");
        List<PruneCandidate> some = tokens.pruneCandidates(PruneOptions.create(
                        o -> o.unusedFor(Duration.ofDays(90)).query(visible)))
                .take(FEW)
                .collectList()
                .block();
        Objects.requireNonNull(some, "a list has an end")
                .forEach(found -> say("   " + found.getToken().getName() + ": " + found.getReason()));
        say("   tokens.prune(...) would delete them all; the tour does not.");
    }

    private static <I, R> List<BulkOutcome<I, R>> outcomes(BulkJob<I, R> job) {
        return Objects.requireNonNull(job.collectList().block(), "a job has an end");
    }

    private static String told(BulkOutcome<?, ?> outcome) {
        Throwable error = outcome.getError();
        return outcome.getClass().getSimpleName() + (error == null ? "" : ", " + error.getMessage());
    }

    private void cleanUp(PersonalAccessTokens tokens) {
        for (String id : created) {
            try {
                tokens.delete(id).block();
                session.shell().note("tokens: the tour's token " + id + " was deleted again");
            } catch (RuntimeException e) {
                session.report("tokens: the tour's token " + id + " still exists", e);
            }
        }
    }

    private void step(String title, String code) {
        if (session.shell().interruption().isStopped()) {
            throw new Stopped();
        }
        say("");
        say(title + ":  " + code);
    }

    private void show(List<PersonalAccessToken> some) {
        TableFormat table = new TableFormat(
                new TokenView(List.of(), false, session.shell().screen().inset(INDENT)));
        StringBuilder text = new StringBuilder(table.header());
        some.forEach(token -> text.append(table.token(token)));
        results.write(text.toString().indent(INDENT));
        results.flush();
    }

    private void say(String line) {
        results.write(Printable.plain(line) + '\n');
        results.flush();
    }

    /** The user has stopped the tour. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
