package io.github.sailpat.reactive.internal.jsonarray;

/** Gets the elements of one array that are skipped. Called by the thread that emits the other elements. */
public interface SkipListener {

    /**
     * An element is skipped.
     *
     * @param elementIndex its index in the array, from 0
     * @param rule the rule that it breaks, as a clause
     */
    void skipped(long elementIndex, String rule);

    /** The array has completed, failed or was cancelled. Called once. */
    void terminated();
}
