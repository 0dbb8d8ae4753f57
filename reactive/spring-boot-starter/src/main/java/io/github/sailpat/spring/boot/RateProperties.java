package io.github.sailpat.spring.boot;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The rate limit of a client, if it is another one than the tenant's 100 requests in 10 seconds. */
public class RateProperties {
    /** Number of requests in each window; 0 for no limit. Default: 100. */
    private @Nullable Integer requests;

    /** Length of the window. Default: 10 s. */
    private @Nullable Duration window;

    /** With the defaults. */
    public RateProperties() {}

    /**
     * Number of requests in each window; 0 for no limit. Default: 100.
     *
     * @return the value, null if it is not set
     */
    public @Nullable Integer getRequests() {
        return requests;
    }

    /**
     * Sets requests.
     *
     * @param requests the value
     */
    public void setRequests(@Nullable Integer requests) {
        this.requests = requests;
    }

    /**
     * Length of the window. Default: 10 s.
     *
     * @return the value, null if it is not set
     */
    public @Nullable Duration getWindow() {
        return window;
    }

    /**
     * Sets window.
     *
     * @param window the value
     */
    public void setWindow(@Nullable Duration window) {
        this.window = window;
    }
}
