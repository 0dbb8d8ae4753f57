package io.github.sailpat.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BodyWriterTest {

    @Test
    void noMoreIsMadeThanAFewPiecesAheadOfTheSocket() {
        EmbeddedChannel stuck = new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {
            @Override
            public void flush(ChannelHandlerContext context) {
                // nothing leaves: the peer does not read
            }
        });
        AtomicInteger made = new AtomicInteger();
        BodySource endless = (allocator, maxBytes) -> {
            made.incrementAndGet();
            return Unpooled.wrappedBuffer(new byte[maxBytes]);
        };

        var writing = BodyWriter.write(stuck, endless, 1_000_000_000L, 16 * 1024, null, bytes -> {})
                .subscribe();
        stuck.runPendingTasks();

        assertThat(made).hasValue(4);
        writing.dispose();
        stuck.finishAndReleaseAll();
    }
}
