package io.github.sailpat.cli.command;

import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.reactive.PersonalAccessTokens;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes tokens one after the other. A failure does not end the command; refused credentials do. */
@Command(name = "delete", description = "Delete tokens.", sortOptions = false)
public final class DeleteCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "The tokens.")
    private List<String> ids = List.of();

    public DeleteCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.finish(1, this::deleteAll);
    }

    private int deleteAll(PersonalAccessTokens tokens) {
        int exitCode = ExitCode.DONE;
        boolean over = false;
        for (String id : ids) {
            over |= session.shell().interruption().isStopped();
            if (over) {
                session.shell().note("tokens: delete " + id + ": not attempted");
                continue;
            }
            try {
                tokens.delete(id).block();
            } catch (RuntimeException e) {
                int failed = session.report("tokens: delete " + id, e);
                over = failed == ExitCode.AUTHENTICATION;
                exitCode = over || ids.size() == 1 ? failed : ExitCode.FAILED;
            }
        }
        return exitCode;
    }
}
