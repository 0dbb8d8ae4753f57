package io.github.sailpat.reactive.internal;

import io.github.sailpat.reactive.internal.exchange.ListBody;
import java.time.Duration;

/**
 * How long calls may take.
 *
 * @param call a call with one result
 * @param list a list, of which only the time counts in which the consumer asks
 * @param listBody reads lists
 */
record CallTimes(Duration call, Duration list, ListBody listBody) {}
