package io.github.sailpat.redis;

import java.util.List;

/**
 * What a process tells Redis: its whole state, not what is different. So a report that was lost, repeated or overtaken
 * does no harm, and after a failure of Redis the next report puts everything right.
 *
 * @param process the id of the process
 * @param number the number of the report: Redis ignores one that was overtaken by a later one
 * @param held the permits of requests that are not answered yet, and those that were granted ahead
 * @param wanted the number of permits wanted
 * @param pauseMillis a pause to share, or zero
 * @param leaving whether this is the last report
 * @param releaseAges the milliseconds since the answer, for each request that was answered within the window
 */
record PermitReport(
        String process, long number, int held, int wanted, long pauseMillis, boolean leaving, List<Long> releaseAges) {}
