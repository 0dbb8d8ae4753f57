package io.github.sailpat.spring.boot;

import java.time.Duration;

/** The health of the clients. */
public class HealthProperties {
    /** Shortest time between two requests for an access token that reading the health causes. */
    private Duration maxAge = Duration.ofSeconds(30);

    /** With the defaults. */
    public HealthProperties() {}

    /**
     * Shortest time between two requests for an access token that reading the health causes.
     *
     * @return the value, never null
     */
    public Duration getMaxAge() {
        return maxAge;
    }

    /**
     * Sets maxAge.
     *
     * @param maxAge the value
     */
    public void setMaxAge(Duration maxAge) {
        this.maxAge = maxAge;
    }
}
