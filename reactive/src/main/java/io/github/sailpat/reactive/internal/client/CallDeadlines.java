package io.github.sailpat.reactive.internal.client;

import java.time.Duration;

/**
 * How long calls may take.
 *
 * @param call a call with one result
 * @param list a list, of which only the time counts in which the consumer asks
 */
record CallDeadlines(Duration call, Duration list) {}
