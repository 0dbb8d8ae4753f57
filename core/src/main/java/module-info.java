/**
 * What a personal access token, a request, a patch, a filter and an error are: immutable models without I/O, for all
 * versions of the API at once.
 *
 * <ul>
 *   <li>{@linkplain io.github.sailpat.token Tokens}: what the API takes and gives. Begin with
 *       {@link io.github.sailpat.token.PersonalAccessToken} and
 *       {@link io.github.sailpat.token.CreatePersonalAccessTokenRequest}.
 *   <li>{@linkplain io.github.sailpat.jsonpatch JSON Patch} (RFC 6902) and JSON Pointer (RFC 6901), of use without the
 *       rest: {@link io.github.sailpat.jsonpatch.JsonPatch}.
 *   <li>{@linkplain io.github.sailpat.audit Audits}: what can be said of many tokens from one look at each.
 *   <li>{@linkplain io.github.sailpat.error Errors}: everything that can go wrong, as types.
 * </ul>
 *
 * <p>Everything is immutable and safe to share between threads, and blocks nobody. What may be {@code null} says so
 * ({@code @Nullable}); elsewhere {@code null} is refused. JSON is read and written by Jackson, of which no type shows. What
 * can be done with tokens is in the module {@code io.github.sailpat.reactive}.
 */
@SuppressWarnings("module") // the one friend of the internal package is built after this module
module io.github.sailpat.core {
    requires transitive org.jspecify;
    requires static org.immutables.value.annotations;
    requires static java.compiler;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;

    exports io.github.sailpat.token;
    exports io.github.sailpat.audit;
    exports io.github.sailpat.jsonpatch;
    exports io.github.sailpat.error;
    exports io.github.sailpat.internal to
            io.github.sailpat.reactive;
}
