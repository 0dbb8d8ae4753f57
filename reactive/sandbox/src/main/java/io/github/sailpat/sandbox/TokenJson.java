package io.github.sailpat.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A token as JSON, in the fields of one API version. */
final class TokenJson {

    private TokenJson() {}

    /** The response to a create: the only one that contains the secret. */
    static byte[] created(SandboxToken token, Version version) {
        return bytes(token, version, true);
    }

    static byte[] shown(SandboxToken token, Version version) {
        return bytes(token, version, false);
    }

    private static byte[] bytes(SandboxToken token, Version version, boolean created) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
            write(json, token, version, created);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static void write(JsonGenerator json, SandboxToken token, Version version, boolean created) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", token.id());
        if (created) {
            json.writeStringField("secret", token.secret());
        }
        json.writeStringField("name", token.name());
        scope(json, token.scope());
        json.writeObjectFieldStart("owner");
        json.writeStringField("type", "IDENTITY");
        json.writeStringField("id", token.ownerId());
        json.writeStringField("name", token.ownerName());
        json.writeEndObject();
        date(json, "created", token.created());
        if (!created) {
            date(json, "lastUsed", token.lastUsed());
            json.writeBooleanField("managed", token.managed());
        }
        json.writeNumberField("accessTokenValiditySeconds", token.validity());
        if (token.expirationDate() != null || version.isExpirationNullable()) {
            date(json, "expirationDate", token.expirationDate());
        }
        if (version.allowsNeverExpiring()) {
            json.writeBooleanField("userAwareTokenNeverExpires", token.neverExpires());
        }
        json.writeEndObject();
    }

    private static void scope(JsonGenerator json, @Nullable List<String> scope) throws IOException {
        if (scope == null) {
            json.writeNullField("scope");
            return;
        }
        json.writeArrayFieldStart("scope");
        for (String each : scope) {
            json.writeString(each);
        }
        json.writeEndArray();
    }

    private static void date(JsonGenerator json, String field, @Nullable Instant date) throws IOException {
        if (date == null) {
            json.writeNullField(field);
        } else {
            json.writeStringField(field, Dates.format(date));
        }
    }
}
