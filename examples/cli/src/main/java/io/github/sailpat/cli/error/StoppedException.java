package io.github.sailpat.cli.error;

/** Why a line of a bulk job was not attempted. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoppedException() {
        super("the job was stopped before this was sent; run it again with this line");
    }
}
