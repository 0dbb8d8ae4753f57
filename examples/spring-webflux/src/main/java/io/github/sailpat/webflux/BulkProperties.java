package io.github.sailpat.webflux;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a bulk job goes about its work.
 *
 * @param concurrency how many calls at a time
 * @param progressEvery how often it says how far it is
 */
@ConfigurationProperties("service.bulk")
record BulkProperties(
        @DefaultValue("32") int concurrency,
        @DefaultValue("1s") Duration progressEvery) {}
