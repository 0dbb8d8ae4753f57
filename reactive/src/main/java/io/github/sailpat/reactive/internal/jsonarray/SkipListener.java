package io.github.sailpat.reactive.internal.jsonarray;

/** Is told of the elements of one array that are passed over. Called by the thread that gives out the others. */
public interface SkipListener {

    /**
     * An element is passed over.
     *
     * @param elementIndex its index in the array, from 0
     * @param rule what is wrong with it, as a clause
     */
    void skipped(long elementIndex, String rule);

    /** The array has ended, by its last element, an error or a cancel. Called once. */
    void ended();
}
