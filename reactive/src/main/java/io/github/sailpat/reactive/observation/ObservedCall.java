package io.github.sailpat.reactive.observation;

import io.github.sailpat.token.ApiVersion;

/** A call and its current state. May be read by any thread at any time. */
public interface ObservedCall {
    /**
     * The operation by its name in the API.
     *
     * @return for example {@code deletePersonalAccessToken}
     */
    String getOperation();

    /**
     * The HTTP method.
     *
     * @return for example {@code DELETE}
     */
    String getMethod();

    /**
     * The host of the tenant.
     *
     * @return the host of the base URL, for example {@code acme.api.identitynow.com}
     */
    String getServerAddress();

    /**
     * The port of the tenant.
     *
     * @return the port of the base URL, or the default port of its scheme
     */
    int getServerPort();

    /**
     * The path with placeholders instead of ids, without a query.
     *
     * @return for example {@code /beta/personal-access-tokens/{id}}
     */
    String getUriTemplate();

    /**
     * The API version.
     *
     * @return the client's
     */
    ApiVersion getApiVersion();

    /**
     * The number of attempts that were started.
     *
     * @return the number, including the current one
     */
    int getAttempts();

    /**
     * The status of the response to the current or the last attempt.
     *
     * @return the HTTP status, or 0 if there is no response
     */
    int getStatus();
}
