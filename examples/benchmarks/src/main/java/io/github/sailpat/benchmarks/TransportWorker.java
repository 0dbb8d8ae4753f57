package io.github.sailpat.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import reactor.netty.http.client.HttpClient;

/** The bare transport that the other clients stand on: it reads every byte and looks at none. */
final class TransportWorker {

    private TransportWorker() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Target target = Target.parse(arguments);
        String authorization = "Bearer " + PlainHttp.bearer(target);
        FirstByte firstByte = new FirstByte();
        HttpClient client = firstByte
                .watch(HttpClient.create())
                .headers(headers -> headers.set(HttpHeaderNames.AUTHORIZATION, authorization));
        Worker.serve(client.get().uri(target.list()).responseContent().map(ByteBuf::readableBytes), firstByte);
    }
}
