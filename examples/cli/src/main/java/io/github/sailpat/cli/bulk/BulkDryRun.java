package io.github.sailpat.cli.bulk;

import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.error.OutputException;
import io.github.sailpat.cli.output.AuditNumbers;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.cli.terminal.BlockingSubscriber;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the input of a bulk job, sends nothing, and prints a line for each input line that would be rejected for its
 * form.
 *
 * @param <T> what a line asks for
 */
final class BulkDryRun<T> {
    private final Session session;
    private final BulkAction<T, ?> lines;
    private final Set<String> doneBefore;
    private final OutcomePrinter<T, ?> printer;
    private long valid;
    private long invalid;

    /**
     * A dry run.
     *
     * @param session where
     * @param lines of what
     * @param doneBefore the keys of lines that the job would skip
     */
    BulkDryRun(Session session, BulkAction<T, ?> lines, Set<String> doneBefore) {
        this.session = session;
        this.lines = lines;
        this.doneBefore = doneBefore;
        this.printer = new OutcomePrinter<>(session.shell(), lines, () -> {});
    }

    /** Reads all lines and returns the exit code. */
    int run(BulkInput<T> input) {
        BlockingSubscriber<BulkLine<T>> arrivals = BlockingSubscriber.of(input.lines());
        session.shell().interruption().onStop(arrivals::stop);
        arrivals.forEach(
                line -> {
                    input.done(line);
                    check(line, line.flaw());
                },
                () -> {});
        session.shell()
                .note("tokens: dry run, nothing was sent; " + AuditNumbers.count(valid) + " of "
                        + AuditNumbers.count(valid + invalid) + " lines are valid; "
                        + session.rate().estimate(valid));
        OutputException broken = printer.broken();
        if (broken != null) {
            throw broken;
        }
        return invalid == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void check(BulkLine<T> line, @Nullable Throwable flaw) {
        if (flaw != null) {
            invalid++;
            printer.rejected(line, flaw);
        } else if (!doneBefore.contains(lines.key(line))) {
            valid++;
        }
    }
}
