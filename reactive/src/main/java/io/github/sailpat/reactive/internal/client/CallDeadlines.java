package io.github.sailpat.reactive.internal.client;

import java.time.Duration;

/**
 * The deadlines of the calls of a client.
 *
 * @param call of a call with one result
 * @param list of a list, for which only the time with demand counts
 */
record CallDeadlines(Duration call, Duration list) {}
