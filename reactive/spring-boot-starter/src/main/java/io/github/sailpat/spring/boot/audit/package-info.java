/**
 * The audit in the background: counts of tokens by the time until they expire, as gauges and at
 * {@code /actuator/tokens}, and an event for each token that expires soon.
 */
@NullMarked
package io.github.sailpat.spring.boot.audit;

import org.jspecify.annotations.NullMarked;
