package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sailpat.time.Rfc3339;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** Writes requests as JSON. */
public final class RequestWriter {
    private static final int TYPICAL_SIZE = 128;

    private RequestWriter() {}

    /**
     * Writes a create request. A property that is {@code null} is left out.
     *
     * @param request the request
     * @return UTF-8
     */
    public static byte[] write(CreatePersonalAccessTokenRequest request) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(TYPICAL_SIZE);
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("name", request.getName());
            List<String> scope = request.getScope();
            if (scope != null) {
                json.writeArrayFieldStart("scope");
                for (String s : scope) {
                    json.writeString(s);
                }
                json.writeEndArray();
            }
            Integer validity = request.getAccessTokenValiditySeconds();
            if (validity != null) {
                json.writeNumberField("accessTokenValiditySeconds", validity);
            }
            Instant expirationDate = request.getExpirationDate();
            if (expirationDate != null) {
                json.writeStringField("expirationDate", Rfc3339.format(expirationDate));
            }
            Boolean neverExpires = request.getUserAwareTokenNeverExpires();
            if (neverExpires != null) {
                json.writeBooleanField("userAwareTokenNeverExpires", neverExpires);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not reached: it writes to memory
        }
        return out.toByteArray();
    }
}
