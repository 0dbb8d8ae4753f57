package io.github.sailpat.reactive.internal;

import io.github.sailpat.internal.CreatedTokenReader;
import io.github.sailpat.internal.RequestWriter;
import io.github.sailpat.internal.TokenQueryWriter;
import io.github.sailpat.internal.TokenReader;
import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.exchange.NoBody;
import io.github.sailpat.reactive.internal.exchange.ObjectBody;
import io.github.sailpat.reactive.internal.time.TenantClock;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.PersonalAccessTokenPatch;
import io.github.sailpat.token.TokenQuery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes a call of each operation and sends it down the road. */
public final class DefaultPersonalAccessTokens implements PersonalAccessTokens {
    private static final String JSON = "application/json";
    private static final String JSON_PATCH = "application/json-patch+json";
    private static final NoBody NO_BODY = new NoBody();
    private static final ObjectBody<PersonalAccessToken> TOKEN_BODY = ObjectBody.complete(TokenReader::read);

    private final Road road;
    private final ApiVersion version;
    private final CallTimes times;
    private final boolean replaceLostTokens;
    private final Supplier<Instant> now;
    private final TenantClock clock;

    DefaultPersonalAccessTokens(
            Road road,
            ApiVersion version,
            CallTimes times,
            boolean replaceLostTokens,
            Supplier<Instant> now,
            TenantClock clock) {
        this.road = road;
        this.version = version;
        this.times = times;
        this.replaceLostTokens = replaceLostTokens;
        this.now = now;
        this.clock = clock;
    }

    @Override
    public Mono<CreatedPersonalAccessToken> create(CreatePersonalAccessTokenRequest request) {
        return Mono.defer(() -> {
            request.requireValidFor(version, now.get());
            ApiCall<CreatedPersonalAccessToken> call = new ApiCall<>(
                    "createPersonalAccessToken",
                    "POST",
                    version.getPath(),
                    version.getPath(),
                    JSON,
                    RequestWriter.write(request),
                    CallKind.CREATE,
                    ObjectBody.salvaging(bytes -> CreatedTokenReader.read(bytes, request)));
            Flux<PersonalAccessToken> ownTokens =
                    list(TokenQuery.builder().ownedByMe().build());
            return road.travel(
                            call,
                            times.call(),
                            new CreateDoubt(
                                    request.getName(), ownTokens, replaceLostTokens ? this::delete : null, clock))
                    .singleOrEmpty();
        });
    }

    @Override
    public Mono<CreatedPersonalAccessToken> create(UnaryOperator<CreatePersonalAccessTokenRequest.Builder> customizer) {
        return Mono.defer(() -> create(CreatePersonalAccessTokenRequest.create(customizer)));
    }

    @Override
    public Flux<PersonalAccessToken> list() {
        return list(TokenQuery.all());
    }

    @Override
    public Flux<PersonalAccessToken> list(TokenQuery query) {
        ApiCall<PersonalAccessToken> call = new ApiCall<>(
                "listPersonalAccessTokens",
                "GET",
                version.getPath(),
                version.getPath() + TokenQueryWriter.write(query),
                null,
                null,
                CallKind.READ,
                times.listBody());
        return road.travel(call, times.list());
    }

    @Override
    public Flux<PersonalAccessToken> list(UnaryOperator<TokenQuery.Builder> customizer) {
        return Flux.defer(() -> list(TokenQuery.create(customizer)));
    }

    @Override
    public Mono<PersonalAccessToken> patch(String id, JsonPatch patch) {
        return Mono.defer(() -> {
            if (patch.isEmpty()) {
                throw new IllegalArgumentException("a patch must have at least one operation");
            }
            ApiCall<PersonalAccessToken> call = new ApiCall<>(
                    "patchPersonalAccessToken",
                    "PATCH",
                    template(),
                    uri(id),
                    JSON_PATCH,
                    patch.toJson().getBytes(StandardCharsets.UTF_8),
                    patch.isRepeatable() ? CallKind.REPEATABLE_PATCH : CallKind.PATCH,
                    TOKEN_BODY);
            return road.travel(call, times.call()).singleOrEmpty();
        });
    }

    @Override
    public Mono<PersonalAccessToken> patch(String id, PersonalAccessTokenPatch patch) {
        return Mono.defer(() -> {
            patch.requireValidFor(version, now.get());
            return patch(id, patch.toJsonPatch());
        });
    }

    @Override
    public Mono<PersonalAccessToken> patch(String id, UnaryOperator<PersonalAccessTokenPatch.Builder> customizer) {
        return Mono.defer(() -> patch(id, PersonalAccessTokenPatch.create(customizer)));
    }

    @Override
    public Mono<Void> delete(String id) {
        return Mono.defer(() -> {
            ApiCall<Void> call = new ApiCall<>(
                    "deletePersonalAccessToken", "DELETE", template(), uri(id), null, null, CallKind.DELETE, NO_BODY);
            return road.travel(call, times.call()).singleOrEmpty();
        });
    }

    private String template() {
        return version.getPath() + "/{id}";
    }

    private String uri(String id) {
        return version.getPath() + '/' + TokenId.encode(id);
    }
}
