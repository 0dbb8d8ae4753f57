package io.github.sailpat.cli.command;

import io.github.sailpat.cli.error.DryRunException;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.error.OutputException;
import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.input.TranscodingInputStream;
import io.github.sailpat.cli.option.ExpiryOptions;
import io.github.sailpat.cli.output.TokenPrinter;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.PersonalAccessTokenPatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;

/** Changes a token by options, or by a JSON Patch from a file. */
@Command(name = "patch", description = "Change a token.", sortOptions = false)
public final class PatchCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", description = "The token.")
    private String id = "";

    @Option(names = "--name", paramLabel = "NAME", description = "The new name.")
    private @Nullable String name;

    @Option(
            names = "--scope",
            paramLabel = "S",
            description = "A new scope; can be repeated. The scopes replace the old ones.")
    private @Nullable List<String> scope;

    @Mixin
    private final ExpiryOptions expiry = new ExpiryOptions();

    @Option(
            names = "--patch",
            paramLabel = "FILE|-",
            description = "A JSON Patch (RFC 6902), instead of the other options.")
    private @Nullable String patch;

    @Option(names = "--dry-run", description = "Print the patched token, and send no change.")
    private boolean dryRun;

    public PatchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        expiry.check();
        boolean byFlags = name != null || scope != null || expiry.isGiven();
        if (byFlags == (patch != null)) {
            throw new UsageException(
                    byFlags ? "--patch excludes the other options" : "there is nothing to change",
                    "Give --name, --scope, --expires or --never-expires; or --patch FILE alone.");
        }
        Change change = patch == null ? flags() : document(patch);
        return dryRun
                ? session.cut(tokens -> print(preview(new TokenLookup(tokens).byId(id), change.document())))
                : session.finish(1, tokens -> send(tokens, change));
    }

    private int send(PersonalAccessTokens tokens, Change change) {
        PersonalAccessToken patched = change.send().apply(tokens).block();
        try {
            return print(patched);
        } catch (OutputException e) {
            throw new OutputException("token " + id + " was patched, but " + e.getMessage(), e);
        }
    }

    private int print(@Nullable PersonalAccessToken token) {
        TokenPrinter printer = session.printer();
        printer.print(Objects.requireNonNull(token, "a patch has a result"));
        printer.end();
        return ExitCode.DONE;
    }

    private Change flags() {
        PersonalAccessTokenPatch change = PersonalAccessTokenPatch.create(p -> {
            p.name(name).scope(scope);
            return expiry.never() ? p.neverExpires() : p.expirationDate(expiry.at());
        });
        if (dryRun) {
            change.requireValidFor(session.apiVersion(), Instant.now());
        }
        return new Change(change.toJsonPatch(), tokens -> tokens.patch(id, change));
    }

    private Change document(String file) {
        JsonPatch document = JsonPatch.parse(read(file));
        if (document.isEmpty()) {
            throw new UsageException("a patch must have at least one operation", null);
        }
        return new Change(document, tokens -> tokens.patch(id, document));
    }

    private PersonalAccessToken preview(PersonalAccessToken token, JsonPatch document) {
        try {
            PersonalAccessToken after = token.preview(document);
            session.shell().note("tokens: dry run, no change is sent; the patch is " + document);
            return after;
        } catch (IllegalArgumentException e) {
            throw new DryRunException("the patch does not fit the token: " + e.getMessage(), e);
        }
    }

    /**
     * What is to be done.
     *
     * @param document as it goes on the wire
     * @param send sends it
     */
    private record Change(JsonPatch document, Function<PersonalAccessTokens, Mono<PersonalAccessToken>> send) {}

    /** One character more than a patch may have is enough to be refused. */
    private String read(String file) {
        int limit = 4 * (JsonPatch.MAX_CHARACTERS + 1);
        try (InputStream in = file.equals("-")
                ? session.shell().in()
                : Files.newInputStream(session.shell().directory().resolve(Path.of(file)))) {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(new TranscodingInputStream(in).readNBytes(limit)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text; // a byte order mark
        } catch (CharacterCodingException e) {
            throw new UsageException("the patch " + file + " is neither UTF-8 nor UTF-16 with a byte order mark", null);
        } catch (IOException e) {
            throw new UsageException("the patch " + file + " cannot be read", null);
        }
    }
}
