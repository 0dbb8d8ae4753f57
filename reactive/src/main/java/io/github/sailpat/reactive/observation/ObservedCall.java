package io.github.sailpat.reactive.observation;

import io.github.sailpat.token.ApiVersion;

/** What a call is, and what has become of it so far. May be read by any thread at any time. */
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
     * The path, without what belongs to one token, and without a query.
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
     * How many attempts were begun.
     *
     * @return the number, the current one included
     */
    int getAttempts();

    /**
     * What the current or the last attempt was answered.
     *
     * @return the HTTP status, or 0 if there is no answer
     */
    int getStatus();
}
