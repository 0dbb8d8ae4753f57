package io.github.sailpat.cli;

import io.github.sailpat.cli.profile.Keyring;
import io.github.sailpat.cli.screen.Screen;
import io.github.sailpat.cli.secret.PasswordPrompt;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import io.github.sailpat.cli.terminal.InterruptHandler;
import io.github.sailpat.sandbox.SandboxTenant;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The real command in this process: what it is given, and what comes out. */
public final class CommandRun {
    private final Map<String, String> variables = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final InterruptHandler interruption = new InterruptHandler();
    private OutputStream stdout = out;
    private Path directory = Path.of("target");
    private InputStream stdin = InputStream.nullInputStream();
    private boolean terminal;
    private boolean stderrTerminal;
    private PasswordPrompt prompt = question -> {
        throw new IOException("there is no terminal");
    };
    private IntSupplier width = () -> 0;
    private int exitCode = -1;

    /** A run without any settings. */
    public static CommandRun bare() {
        return new CommandRun();
    }

    public static CommandRun against(SandboxTenant tenant) {
        return bare().variable("SAIL_BASE_URL", tenant.getBaseUrl().toString())
                .variable("SAIL_CLIENT_ID", tenant.getClientId())
                .variable("SAIL_CLIENT_SECRET", tenant.getClientSecret());
    }

    /** Waits until the tenant has so many tokens, while the command runs in another thread. */
    public void awaitTokens(SandboxTenant tenant, int count) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (tenant.getLedger().getTokens().size() < count) {
            if (System.nanoTime() > until) {
                throw new AssertionError("there are not " + count + " tokens: " + this);
            }
            Thread.sleep(10);
        }
    }

    public CommandRun variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    public CommandRun in(Path newDirectory) {
        directory = newDirectory;
        return this;
    }

    public CommandRun stdin(String text) {
        return stdin(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    public CommandRun stdin(InputStream stream) {
        stdin = stream;
        return this;
    }

    /** Somebody looks at standard output, and may type. */
    public CommandRun onTerminal() {
        terminal = true;
        return this;
    }

    /** Somebody looks at standard error. */
    public CommandRun stderrTerminal() {
        stderrTerminal = true;
        return this;
    }

    /** The terminal has this width. */
    public CommandRun width(IntSupplier newWidth) {
        width = newWidth;
        return this;
    }

    /** Somebody types this when asked for a secret. */
    public CommandRun typing(String secret) {
        prompt = question -> secret;
        return this;
    }

    public CommandRun stdout(OutputStream stream) {
        stdout = stream;
        return this;
    }

    public InterruptHandler interruption() {
        return interruption;
    }

    public CommandRun run(String... args) {
        exitCode = Tokens.run(args, shell());
        return this;
    }

    public CommandEnvironment shell() {
        return new CommandEnvironment(
                variables,
                directory,
                stdin,
                stdout,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                stderrTerminal,
                new Screen(variables, width, terminal),
                prompt,
                new Keyring("Linux"),
                interruption);
    }

    public int exitCode() {
        return exitCode;
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    public List<String> outLines() {
        return out().lines().toList();
    }

    public List<String> errLines() {
        return err().lines().toList();
    }

    @Override
    public String toString() {
        return "exit code " + exitCode + "\n" + out() + "\n" + err();
    }
}
