package io.github.sailpat.sandbox;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Writes a body to a channel, at most a few pieces ahead of the socket: if a client stops reading, the body is not
 * produced further. Runs on the channel's event loop.
 */
final class BodyWriter {

    private static final int WINDOW = 64 * 1024;

    private final Channel channel;
    private final BodySource source;
    private final int pieceSize;
    private final @Nullable Duration step;
    private final LongConsumer written;
    private final MonoSink<Void> sink;
    private long left;
    private long inFlight;
    private boolean ended;

    private BodyWriter(
            Channel channel,
            BodySource source,
            long limit,
            int pieceSize,
            @Nullable Duration step,
            LongConsumer written,
            MonoSink<Void> sink) {
        this.channel = channel;
        this.source = source;
        this.left = limit;
        this.pieceSize = pieceSize;
        this.step = step;
        this.written = written;
        this.sink = sink;
    }

    /**
     * Writes when subscribed to, and completes when the last byte is in the socket.
     *
     * @param limit how many bytes are written at most
     * @param step the pause after each piece, or null for none
     * @param written receives the number of bytes that were written to the socket
     */
    static Mono<Void> write(
            Channel channel,
            BodySource source,
            long limit,
            int pieceSize,
            @Nullable Duration step,
            LongConsumer written) {
        return Mono.create(sink -> {
            BodyWriter writer = new BodyWriter(channel, source, limit, pieceSize, step, written, sink);
            sink.onDispose(() -> channel.eventLoop().execute(() -> writer.ended = true));
            channel.eventLoop().execute(writer::run);
        });
    }

    private void run() {
        boolean wrote = false;
        while (!ended && inFlight < WINDOW && !(wrote && step != null)) {
            int size = (int) Math.min(pieceSize, left);
            ByteBuf piece = size == 0 ? null : source.next(channel.alloc(), size);
            if (piece == null) {
                ended = true;
            } else {
                write(piece);
                wrote = true;
            }
        }
        if (wrote) {
            channel.flush();
        }
        completeWhenDone();
    }

    private void write(ByteBuf piece) {
        int bytes = piece.readableBytes();
        left -= bytes;
        inFlight += bytes;
        channel.write(new DefaultHttpContent(piece)).addListener(future -> onWritten(bytes, future));
    }

    private void onWritten(int bytes, Future<?> future) {
        inFlight -= bytes;
        if (!future.isSuccess()) {
            ended = true;
            sink.error(future.cause());
            return;
        }
        written.accept(bytes);
        if (ended) {
            completeWhenDone();
        } else if (step == null) {
            run();
        } else {
            var unused = channel.eventLoop().schedule(this::run, step.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void completeWhenDone() {
        if (ended && inFlight == 0) {
            sink.success();
        }
    }
}
