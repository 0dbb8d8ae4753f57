package io.github.sailpat.webflux;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.Decoder;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.codec.StringDecoder;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.codec.DecoderHttpMessageReader;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/**
 * Reads lines of JSON by the decoder that Spring Boot has chosen, whichever it is, but each by itself: read as one
 * stream, a line that is no JSON would take with it all that arrived together with it.
 */
@Component
class TokenLineReader {
    private static final int MAX_LINE = 64 * 1024;
    private static final ResolvableType TEXT = ResolvableType.forClass(String.class);
    private static final ResolvableType FIELDS = ResolvableType.forClass(Fields.class);

    private final StringDecoder lines = StringDecoder.textPlainOnly();
    private final Decoder<?> json;

    TokenLineReader(ServerCodecConfigurer codecs) {
        lines.setMaxInMemorySize(MAX_LINE);
        json = codecs.getReaders().stream()
                .filter(reader -> reader.canRead(FIELDS, MediaType.APPLICATION_JSON))
                .filter(DecoderHttpMessageReader.class::isInstance)
                .map(reader -> ((DecoderHttpMessageReader<?>) reader).getDecoder())
                .findFirst()
                .orElseThrow();
    }

    /** The lines of a body, blank ones left out. It is copied piece by piece, so that no error has a buffer to free. */
    Flux<TokenLine> read(Flux<byte[]> body) {
        Flux<DataBuffer> pieces = body.map(DefaultDataBufferFactory.sharedInstance::wrap);
        return lines.decode(pieces, TEXT, null, null)
                .filter(line -> !line.isBlank())
                .map(this::parse);
    }

    private TokenLine parse(String line) {
        DataBuffer bytes = DefaultDataBufferFactory.sharedInstance.wrap(line.getBytes(UTF_8));
        try {
            Object fields = json.decode(bytes, FIELDS, MediaType.APPLICATION_JSON, null);
            return new TokenLine(fields instanceof Fields known ? known.id() : null, null);
        } catch (DecodingException e) {
            return new TokenLine(null, e);
        }
    }

    /**
     * What is read; other fields may stand beside it.
     *
     * @param id the token's id
     */
    record Fields(@Nullable String id) {}
}
