package io.github.sailpat.cli;

/** The exit codes of the process. */
final class ExitCode {
    static final int DONE = 0;
    /** A call did not succeed. */
    static final int FAILED = 1;
    /** Wrong usage or configuration: nothing was sent. */
    static final int USAGE = 2;
    /** The credentials were refused. */
    static final int AUTHENTICATION = 3;
    /** There are tokens that expire soon, or have expired. */
    static final int EXPIRING = 4;
    /** Ctrl-C: 128 and the number of the signal. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
