package io.github.sailpat.cli.error;

/** The exit codes of the process. */
public final class ExitCode {
    public static final int DONE = 0;
    /** A call did not succeed. */
    public static final int FAILED = 1;
    /** Wrong usage or configuration: nothing was sent. */
    public static final int USAGE = 2;
    /** The credentials were refused. */
    public static final int AUTHENTICATION = 3;
    /** There are tokens that expire soon, or have expired. */
    public static final int EXPIRING = 4;
    /** Ctrl-C: 128 and the number of the signal. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
