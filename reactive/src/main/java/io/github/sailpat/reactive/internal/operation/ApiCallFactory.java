package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.internal.CreatedTokenReader;
import io.github.sailpat.internal.ListedTokenSummary;
import io.github.sailpat.internal.RequestWriter;
import io.github.sailpat.internal.TokenQueryWriter;
import io.github.sailpat.internal.TokenReader;
import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.http.body.EmptyBodyDecoder;
import io.github.sailpat.reactive.internal.http.body.ListBodyDecoder;
import io.github.sailpat.reactive.internal.http.body.ObjectBodyDecoder;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.PersonalAccessTokenPatch;
import io.github.sailpat.token.TokenQuery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Creates the {@link ApiCall} of each operation. An argument that breaks a rule of the API throws an
 * {@link IllegalArgumentException} here, before anything is sent.
 *
 * @param version the API version
 * @param tokens decodes the lists of the caller
 * @param summaries decodes the lists of a reconciliation
 * @param noBody decodes the response to a delete
 * @param now the wall clock
 */
public record ApiCallFactory(
        ApiVersion version,
        ListBodyDecoder<PersonalAccessToken> tokens,
        ListBodyDecoder<ListedTokenSummary> summaries,
        EmptyBodyDecoder noBody,
        Supplier<Instant> now) {
    public static final String CREATE = "createPersonalAccessToken";
    public static final String LIST = "listPersonalAccessTokens";
    public static final String PATCH = "patchPersonalAccessToken";
    public static final String DELETE = "deletePersonalAccessToken";

    private static final String JSON = "application/json";
    private static final String JSON_PATCH = "application/json-patch+json";
    /** The paths of one token, as they are logged. */
    private static final Map<ApiVersion, String> TEMPLATES = Arrays.stream(ApiVersion.values())
            .collect(Collectors.toUnmodifiableMap(version -> version, version -> version.getPath() + "/{id}"));

    private static final TokenQuery OWN = TokenQuery.builder().ownedByMe().build();
    private static final ObjectBodyDecoder<PersonalAccessToken> TOKEN_BODY =
            ObjectBodyDecoder.complete(TokenReader::read);

    /**
     * A create.
     *
     * @param received takes the token as soon as it was read from the response, also if the call fails or is cancelled
     *     afterwards; may be called more than once
     */
    public ApiCall<CreatedPersonalAccessToken> create(
            CreatePersonalAccessTokenRequest request, Consumer<CreatedPersonalAccessToken> received) {
        request.requireValidFor(version, now.get());
        return new ApiCall<>(
                CREATE,
                "POST",
                version.getPath(),
                version.getPath(),
                JSON,
                RequestWriter.write(request),
                CallKind.CREATE,
                ObjectBodyDecoder.recoveringPartial(bytes -> {
                    CreatedPersonalAccessToken token = CreatedTokenReader.read(bytes, request);
                    received.accept(token);
                    return token;
                }));
    }

    public ApiCall<PersonalAccessToken> list(TokenQuery query) {
        return list(query, tokens);
    }

    /** The caller's own tokens, with the fields that a reconciliation compares. */
    public ApiCall<ListedTokenSummary> ownTokens() {
        return list(OWN, summaries);
    }

    private <T> ApiCall<T> list(TokenQuery query, ListBodyDecoder<T> listBody) {
        return new ApiCall<>(
                LIST,
                "GET",
                version.getPath(),
                version.getPath() + TokenQueryWriter.write(query),
                null,
                null,
                CallKind.READ,
                listBody);
    }

    public ApiCall<PersonalAccessToken> patch(String id, JsonPatch patch) {
        if (patch.isEmpty()) {
            throw new IllegalArgumentException(
                    "the patch is empty, so it was not sent: it must have at least one operation (see isEmpty())");
        }
        return new ApiCall<>(
                PATCH,
                "PATCH",
                template(),
                uri(id),
                JSON_PATCH,
                patch.toJson().getBytes(StandardCharsets.UTF_8),
                patch.isIdempotent() ? CallKind.IDEMPOTENT_PATCH : CallKind.PATCH,
                TOKEN_BODY);
    }

    public ApiCall<PersonalAccessToken> patch(String id, PersonalAccessTokenPatch patch) {
        patch.requireValidFor(version, now.get());
        return patch(id, patch.toJsonPatch());
    }

    public ApiCall<Void> delete(String id) {
        return new ApiCall<>(DELETE, "DELETE", template(), uri(id), null, null, CallKind.DELETE, noBody);
    }

    private String template() {
        return Objects.requireNonNull(TEMPLATES.get(version));
    }

    private String uri(String id) {
        return version.getPath() + '/' + TokenIdSegment.encode(id);
    }
}
