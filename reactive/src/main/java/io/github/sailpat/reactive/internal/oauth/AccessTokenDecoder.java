package io.github.sailpat.reactive.internal.oauth;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.ErrorResponse;
import io.github.sailpat.internal.AccessTokenErrorReader;
import io.github.sailpat.internal.AccessTokenResponseReader;
import io.github.sailpat.internal.BodyDescription;
import io.github.sailpat.internal.ReadException;
import io.github.sailpat.reactive.internal.call.BodyDecoder;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.ResponseHead;
import io.github.sailpat.reactive.internal.http.body.ObjectBodyDecoder;
import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;

/**
 * Decodes the success of the token endpoint (RFC 6749 section 5.1). A body with an {@code error} (section 5.2) is an
 * {@link AuthenticationException} whatever its status.
 */
final class AccessTokenDecoder implements BodyDecoder<AccessTokenResponseReader.AccessTokenResponse> {
    @Override
    public boolean isConfidential() {
        return true;
    }

    @Override
    public Flux<AccessTokenResponseReader.AccessTokenResponse> decode(
            ResponseHead head, ByteBufFlux body, CallContext context) {
        return ObjectBodyDecoder.confidential(bytes -> {
                    try {
                        return AccessTokenResponseReader.read(bytes);
                    } catch (ReadException e) {
                        throw unread(e, head.with(bytes), head.status(), context);
                    }
                })
                .decode(head, body, context);
    }

    private static ReadException unread(ReadException error, BodyDescription body, int status, CallContext context) {
        ErrorResponse refusal = AccessTokenErrorReader.refusal(body);
        if (refusal != null) {
            throw new AuthenticationException(context.summary(), status, refusal);
        }
        String text = AccessTokenErrorReader.errorText(body);
        return text == null ? error : new ReadException("it has no access token, but an error: " + text);
    }
}
