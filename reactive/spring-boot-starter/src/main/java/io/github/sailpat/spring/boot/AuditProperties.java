package io.github.sailpat.spring.boot;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The audit that runs in the background. */
public class AuditProperties {
    /** Time between two audits; no audit runs if it is not set. */
    private @Nullable Duration schedule;

    /** A token is unused if it was not used for this time. */
    private Duration unusedFor = Duration.ofDays(90);

    /** With the defaults. */
    public AuditProperties() {}

    /**
     * Time between two audits; no audit runs if it is not set.
     *
     * @return the value, null if it is not set
     */
    public @Nullable Duration getSchedule() {
        return schedule;
    }

    /**
     * Sets schedule.
     *
     * @param schedule the value
     */
    public void setSchedule(@Nullable Duration schedule) {
        this.schedule = schedule;
    }

    /**
     * A token is unused if it was not used for this time.
     *
     * @return the value, never null
     */
    public Duration getUnusedFor() {
        return unusedFor;
    }

    /**
     * Sets unusedFor.
     *
     * @param unusedFor the value
     */
    public void setUnusedFor(Duration unusedFor) {
        this.unusedFor = unusedFor;
    }
}
