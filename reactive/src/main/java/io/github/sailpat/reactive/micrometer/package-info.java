/**
 * Observations and metrics of a client by Micrometer. {@code io.micrometer:micrometer-core} is an optional dependency
 * that is required only by this package.
 *
 * <p>An observation is recorded as a timer and, with a tracer, as a span. The parent of an operation is the observation
 * in the subscriber's Reactor Context, or else the current observation of the subscribing thread. The parent of an
 * attempt is its operation. The headers that the tracer injects, for example {@code traceparent} and baggage, are sent
 * to the tenant with each attempt, and never to the token endpoint.
 *
 * <table>
 *   <caption>Observations</caption>
 *   <tr><th>Name</th><th>Keys</th><th>Keys of spans only</th></tr>
 *   <tr><td>{@code sailpat.operation}</td><td>{@code client operation api.version attempts outcome error.type}</td><td></td></tr>
 *   <tr><td>{@code sailpat.attempt}</td><td>{@code client operation api.version http.request.method server.address server.port url.template http.response.status_code outcome error.type}</td><td>{@code tracking.id}</td></tr>
 * </table>
 *
 * <p>The keys of HTTP are those of the semantic conventions of OpenTelemetry. A consumer that has enough, for example
 * {@code take(n)}, ends an operation with the outcome {@code ended_by_consumer}, which is no failure.
 *
 * <p>The gauges are sums over all open clients of the same name in a registry. To see clients apart, give each a name
 * of its own.
 *
 * <p>For each observation, the registry adds a timer with the suffix {@code .active}, and a key {@code error} with the
 * same value as {@code error.type}.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>Name</th><th>Kind</th><th>Unit</th><th>Keys</th></tr>
 *   <tr><td>{@code sailpat.rate.wait}</td><td>timer</td><td></td><td>{@code client operation}</td></tr>
 *   <tr><td>{@code sailpat.rate.waiting}</td><td>gauge</td><td>calls</td><td>{@code client}</td></tr>
 *   <tr><td>{@code sailpat.rate.pause}</td><td>gauge</td><td>seconds</td><td>{@code client}</td></tr>
 *   <tr><td>{@code sailpat.retries}</td><td>counter</td><td>attempts</td><td>{@code client operation cause}</td></tr>
 *   <tr><td>{@code sailpat.retry.budget}</td><td>gauge</td><td>attempts</td><td>{@code client}</td></tr>
 *   <tr><td>{@code sailpat.access_token.fetches}</td><td>counter</td><td>requests</td><td>{@code client outcome error.type}</td></tr>
 *   <tr><td>{@code sailpat.bulk.items}</td><td>counter</td><td>items</td><td>{@code client operation outcome}</td></tr>
 *   <tr><td>{@code sailpat.bulk.in.flight}</td><td>gauge</td><td>items</td><td>{@code client}</td></tr>
 * </table>
 *
 * <table>
 *   <caption>Keys</caption>
 *   <tr><th>Key</th><th>Values</th></tr>
 *   <tr><td>{@code client}</td><td>{@code sailpat}, or what {@link io.github.sailpat.reactive.micrometer.MicrometerObserver#withClientName} was given</td></tr>
 *   <tr><td>{@code operation}</td><td>{@code createPersonalAccessToken}, {@code listPersonalAccessTokens}, {@code patchPersonalAccessToken}, {@code deletePersonalAccessToken}; of bulk items also {@code rotatePersonalAccessToken}</td></tr>
 *   <tr><td>{@code api.version}</td><td>{@code beta}, {@code v3}, {@code v2024}, {@code v2025}, {@code v2026}, {@code v1}</td></tr>
 *   <tr><td>{@code attempts}</td><td>{@code 0}, {@code 1}, {@code 2}, {@code 3}, {@code 4+}</td></tr>
 *   <tr><td>{@code http.request.method}</td><td>{@code POST}, {@code GET}, {@code PATCH}, {@code DELETE}</td></tr>
 *   <tr><td>{@code server.address}</td><td>the host of the base URL</td></tr>
 *   <tr><td>{@code server.port}</td><td>the port of the base URL, {@code 443} without one</td></tr>
 *   <tr><td>{@code url.template}</td><td>the template, {@code /beta/personal-access-tokens/{id}} for example</td></tr>
 *   <tr><td>{@code http.response.status_code}</td><td>the HTTP status, or {@code none} without a response</td></tr>
 *   <tr><td>{@code outcome}</td><td>{@code success}, {@code error}, {@code ended_by_consumer}, {@code cancelled}; of bulk items {@code succeeded}, {@code rejected}, {@code unknown}, {@code secret_lost}, {@code not_attempted}</td></tr>
 *   <tr><td>{@code error.type}</td><td>the simple name of the error's class, or {@code none}</td></tr>
 *   <tr><td>{@code cause}</td><td>{@code not_sent}, {@code unprocessed}, {@code throttled}, {@code unauthorized}, {@code ambiguous}</td></tr>
 *   <tr><td>{@code tracking.id}</td><td>the tracking id of an error response, if it has one</td></tr>
 * </table>
 *
 * <p>No key contains the id or the name of a token, a query, a secret or an access token. A handler also receives the
 * error, whose message may contain the id or the name of a token, and never a secret.
 *
 * <p>A custom {@link io.github.sailpat.reactive.micrometer.OperationConvention} or
 * {@link io.github.sailpat.reactive.micrometer.AttemptConvention} changes names and keys, here or for the whole
 * registry.
 */
@NullMarked
package io.github.sailpat.reactive.micrometer;

import org.jspecify.annotations.NullMarked;
