package io.github.sailpat.reactive.internal.http.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Drops interim responses such as 102 and 103, which a client must be able to receive and may ignore (RFC 9110 section
 * 15.2). Reactor Netty would take an interim response for the final one. One instance per connection.
 */
public final class InterimResponseFilter extends ChannelInboundHandlerAdapter {
    private boolean dropping;
    private boolean readPending;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            dropping = isInterim(response.status());
        }
        if (!dropping) {
            context.fireChannelRead(message);
            return;
        }
        dropping = !(message instanceof LastHttpContent);
        readPending = true;
        ReferenceCountUtil.release(message);
    }

    /** 101 is not filtered: it was not requested, and no final response follows it. */
    static boolean isInterim(HttpResponseStatus status) {
        return status.codeClass() == HttpStatusClass.INFORMATIONAL
                && status.code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        if (readPending) { // the read() that got the interim response was a request for the final one
            readPending = false;
            context.read();
        }
    }
}
