package io.github.sailpat.cli.bulk;

import io.github.sailpat.cli.handover.SecretDelivery;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Create requests, as the API has them. */
final class CreateLines implements BulkAction<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> {
    private static final Set<String> MEMBERS = Set.of(
            "ref", "name", "scope", "accessTokenValiditySeconds", "expirationDate", "userAwareTokenNeverExpires");

    private final SecretDelivery delivery;

    CreateLines(SecretDelivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public CreatePersonalAccessTokenRequest read(JsonMembers line) {
        line.allowOnly(MEMBERS);
        delivery.checkName(line.required("name"));
        return CreatePersonalAccessTokenRequest.create(r -> {
            r.name(line.required("name"))
                    .scope(line.texts("scope"))
                    .accessTokenValiditySeconds(line.integer("accessTokenValiditySeconds"))
                    .expirationDate(line.instant("expirationDate"))
                    .userAwareTokenNeverExpires(line.flag("userAwareTokenNeverExpires"));
            return r;
        });
    }

    @Override
    public BulkJob<BulkLine<CreatePersonalAccessTokenRequest>, CreatedPersonalAccessToken> job(
            PersonalAccessTokens tokens,
            Publisher<BulkLine<CreatePersonalAccessTokenRequest>> lines,
            BulkOptions options) {
        return tokens.createAll(lines, options, BulkLine::toRequest);
    }

    @Override
    public String nameOrId(CreatePersonalAccessTokenRequest request) {
        return request.getName();
    }

    @Override
    public String change() {
        return "create";
    }

    @Override
    public Map<String, @Nullable Object> token(CreatedPersonalAccessToken result) {
        return delivery.deliver(result);
    }

    @Override
    public SecretDelivery delivery() {
        return delivery;
    }
}
