package io.github.sailpat.reactive.internal.http.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Drops interim answers such as 102 and 103, which a client must be able to receive and may ignore (RFC 9110 section
 * 15.2): the transport would take the first of them for the answer. For each connection its own.
 */
public final class InterimResponseFilter extends ChannelInboundHandlerAdapter {
    private boolean dropping;
    private boolean hungry;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse head) {
            dropping = isInterim(head.status());
        }
        if (!dropping) {
            context.fireChannelRead(message);
            return;
        }
        dropping = !(message instanceof LastHttpContent);
        hungry = true;
        ReferenceCountUtil.release(message);
    }

    /** Another protocol (101) is what nobody has asked for: no interim answer, and nothing follows. */
    private static boolean isInterim(HttpResponseStatus status) {
        return status.codeClass() == HttpStatusClass.INFORMATIONAL
                && status.code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        if (hungry) { // who waits for the answer has asked for it, and got nothing
            hungry = false;
            context.read();
        }
    }
}
