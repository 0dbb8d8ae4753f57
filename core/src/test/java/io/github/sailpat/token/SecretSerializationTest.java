package io.github.sailpat.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.gson.Gson;
import com.squareup.moshi.Moshi;
import jakarta.json.bind.JsonbBuilder;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import kotlinx.serialization.SerializersKt;
import kotlinx.serialization.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever writes a secret with a library gets an exception, and no object without the secret. */
class SecretSerializationTest {
    private static final String MESSAGE = "a secret is not serialized; reveal it on purpose";
    private static final Secret SECRET = Secret.of("canary");

    /** Fields and getters, so that each library finds the secret in it. */
    public static final class Account {
        public final String name = "ci";
        public final Secret secret = SECRET;
    }

    private interface Write {
        void to(OutputStream out, Object value) throws Exception;
    }

    private enum Library {
        JACKSON((out, value) -> new ObjectMapper().writeValue(out, value)),
        JACKSON_LENIENT((out, value) -> new ObjectMapper()
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .writeValue(out, value)),
        JACKSON_FIELDS((out, value) -> new ObjectMapper()
                .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
                .setVisibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
                .writeValue(out, value)),
        GSON((out, value) -> out.write(new Gson().toJson(value).getBytes(UTF_8))),
        MOSHI((out, value) -> out.write(new Moshi.Builder()
                .build()
                .<Object>adapter(value.getClass())
                .toJson(value)
                .getBytes(UTF_8))),
        JSON_B((out, value) -> {
            try (var jsonb = JsonbBuilder.create()) {
                out.write(jsonb.toJson(value).getBytes(UTF_8));
            }
        });

        private final Write write;

        Library(Write write) {
            this.write = write;
        }

        void refuses(Object value) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThat(catchThrowable(() -> write.to(out, value)))
                    .as("%s", this)
                    .hasStackTraceContaining(MESSAGE);
            assertThat(out.toString(UTF_8)).as("what %s has written", this).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyLibraryGetsAnExceptionBeforeItHasWrittenAnything(Library library) {
        library.refuses(SECRET);
        library.refuses(new Account());
    }

    @ParameterizedTest
    @EnumSource(names = {"JACKSON", "JACKSON_LENIENT"})
    void aCreatedTokenIsRefusedByItsProperties(Library library) {
        library.refuses(createdToken());
    }

    @Test
    void javasOwnSerializationIsRefused() throws Exception {
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            assertThat(catchThrowable(() -> out.writeObject(SECRET)))
                    .isInstanceOf(NotSerializableException.class)
                    .hasMessage(MESSAGE);
        }
    }

    @Test
    void kotlinsSerializationKnowsNoSerializer() {
        assertThat(catchThrowable(() -> Json.Default.encodeToString(SerializersKt.serializer(Secret.class), SECRET)))
                .hasMessageContaining("Serializer for class 'Secret' is not found");
    }

    private static CreatedPersonalAccessToken createdToken() {
        return CreatedPersonalAccessToken.builder()
                .id("i")
                .name("n")
                .secret(SECRET)
                .build();
    }
}
