package io.github.sailpat.benchmarks;

import io.github.sailpat.internal.CreatedTokenReader;
import io.github.sailpat.internal.RequestWriter;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link BareCalls} with this library's reading and writing of JSON. The difference is the call pipeline of this
 * library: deadline, retry, rate limit, authorization, error mapping.
 */
record BareJsonCalls(BareCalls bare) implements Calls {

    private static final CreatePersonalAccessTokenRequest TOKEN = CreatePersonalAccessTokenRequest.create(
            builder -> builder.name(NAME).scope(SCOPE));

    public static void main(String[] arguments) throws IOException {
        Worker.serve(new BareJsonCalls(BareCalls.of(Target.parse(arguments))));
    }

    @Override
    public Flux<?> list() {
        return bare.list();
    }

    @Override
    public Mono<?> create(String name) {
        return bare.exchange(RequestWriter.write(TOKEN))
                .aggregate()
                .asByteArray()
                .map(BareJsonCalls::read);
    }

    @Override
    public Mono<?> delete(String id) {
        return bare.delete(id);
    }

    @Override
    public Publisher<?> delete(int calls, int inFlight) {
        return bare.delete(calls, inFlight);
    }

    private static CreatedPersonalAccessToken read(byte[] body) {
        try {
            return CreatedTokenReader.read(body, TOKEN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
