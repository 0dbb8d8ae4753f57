package io.github.sailpat.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Writes stored tokens as one JSON array, a piece at a time. */
final class StoredTokensSource implements BodySource {

    private final Iterator<SandboxToken> tokens;
    private final Version version;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final JsonGenerator json;
    private BodySource written = new BytesSource(new byte[0]);

    StoredTokensSource(Iterator<SandboxToken> tokens, Version version) {
        this.tokens = tokens;
        this.version = version;
        try {
            this.json = Json.MAPPER.createGenerator(pending);
            json.writeStartArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable ByteBuf next(ByteBufAllocator allocator, int maxBytes) {
        ByteBuf piece = written.next(allocator, maxBytes);
        if (piece != null || json.isClosed()) {
            return piece;
        }
        try {
            refill(maxBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        written = new BytesSource(pending.toByteArray());
        pending.reset();
        return written.next(allocator, maxBytes);
    }

    private void refill(int atLeast) throws IOException {
        while (tokens.hasNext() && pending.size() < atLeast) {
            TokenJson.write(json, tokens.next(), version, false);
            json.flush();
        }
        if (!tokens.hasNext()) {
            json.close(); // ends the array too
        }
    }
}
