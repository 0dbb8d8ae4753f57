/**
 * Immutable models without I/O, for all API versions: tokens, requests, patches, queries and errors.
 *
 * <ul>
 *   <li>{@linkplain io.github.sailpat.token Tokens}: the requests and responses of the API. Begin with
 *       {@link io.github.sailpat.token.PersonalAccessToken} and
 *       {@link io.github.sailpat.token.CreatePersonalAccessTokenRequest}.
 *   <li>{@linkplain io.github.sailpat.jsonpatch JSON Patch} (RFC 6902) and JSON Pointer (RFC 6901), which can be used
 *       alone: {@link io.github.sailpat.jsonpatch.JsonPatch}.
 *   <li>{@linkplain io.github.sailpat.audit Audits}: a report on many tokens in one pass.
 *   <li>{@linkplain io.github.sailpat.error Errors}: the exceptions.
 * </ul>
 *
 * <p>Everything is immutable, safe to share between threads, and does not block. Values that may be {@code null} are
 * {@code @Nullable}; elsewhere {@code null} is refused. JSON is read and written by Jackson, which is not part of the
 * public API. The operations are in the module {@code io.github.sailpat.reactive}.
 */
@SuppressWarnings("module") // friends of the internal packages are built after this one; Jackson 3 may be absent
module io.github.sailpat.core {
    requires transitive org.jspecify;
    requires static org.immutables.value.annotations;
    requires static java.compiler;
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;

    exports io.github.sailpat.token;
    exports io.github.sailpat.audit;
    exports io.github.sailpat.jsonpatch;
    exports io.github.sailpat.error;
    exports io.github.sailpat.internal to
            io.github.sailpat.reactive;
    exports io.github.sailpat.internal.disconnect to
            io.github.sailpat.reactive,
            io.github.sailpat.redis;

    // So that either Jackson gets the exception of Secret, and none about a constructor that it may not call.
    opens io.github.sailpat.token to
            com.fasterxml.jackson.databind,
            tools.jackson.databind;
}
