package io.github.sailpat.reactive.internal.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.call.ResponseHead;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.BaseSubscriber;
import reactor.netty.ByteBufFlux;
import reactor.test.publisher.TestPublisher;

class ObjectBodyDecoderTest {
    private final TestPublisher<ByteBuf> body = TestPublisher.create();
    private final List<String> emitted = new ArrayList<>();
    private final AtomicReference<Scannable> subscription = new AtomicReference<>();

    private BaseSubscriber<String> subscribe(ObjectBodyDecoder<String> decoder) {
        ApiCall<String> call = new ApiCall<>("create", "POST", "/", "/", null, null, CallKind.CREATE, decoder);
        ResponseHead head = new ResponseHead(200, new DefaultHttpHeaders(), false, text -> text);
        BaseSubscriber<String> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription upstream) {
                subscription.set(Scannable.from(upstream));
            }

            @Override
            protected void hookOnNext(String object) {
                emitted.add(object);
            }
        };
        decoder.decode(
                        head,
                        ByteBufFlux.fromInbound(body.flux()),
                        new CallContext(call, Duration.ofSeconds(5), TimeSource.system()))
                .subscribe(subscriber);
        return subscriber;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void emit(String text) {
        body.next(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    @Test
    void answersScanAndEmitsTheObjectOnDemand() {
        BaseSubscriber<String> subscriber = subscribe(ObjectBodyDecoder.complete(ObjectBodyDecoderTest::text));
        Scannable decoding = subscription.get();

        assertThat(decoding.scan(Attr.PARENT)).isNotNull();
        assertThat(decoding.scanUnsafe(Attr.ACTUAL)).isSameAs(subscriber);
        assertThat(decoding.scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.SYNC);
        assertThat(decoding.scan(Attr.REQUESTED_FROM_DOWNSTREAM)).isZero();
        assertThat(decoding.scan(Attr.BUFFERED)).isZero();
        emit("{}");
        body.complete();
        assertThat(decoding.scan(Attr.BUFFERED)).isEqualTo(1);
        assertThat(decoding.scan(Attr.TERMINATED)).isFalse();
        assertThat(emitted).isEmpty();
        subscriber.request(1);
        assertThat(emitted).containsExactly("{}");
        assertThat(decoding.scan(Attr.BUFFERED)).isZero();
        assertThat(decoding.scan(Attr.TERMINATED)).isTrue();
        assertThat(decoding.scan(Attr.CANCELLED)).isFalse();
    }

    @Test
    void answersScanAfterACancelAndParsesWhatHasArrived() {
        List<String> parsed = new ArrayList<>();
        BaseSubscriber<String> subscriber = subscribe(ObjectBodyDecoder.recoveringPartial(bytes -> {
            parsed.add(text(bytes));
            return text(bytes);
        }));
        Scannable decoding = subscription.get();
        subscriber.request(1);

        assertThat(decoding.scan(Attr.REQUESTED_FROM_DOWNSTREAM)).isEqualTo(1);
        emit("{\"id\":");
        subscriber.cancel();
        assertThat(decoding.scan(Attr.CANCELLED)).isTrue();
        assertThat(decoding.scan(Attr.TERMINATED)).isFalse();
        assertThat(parsed).containsExactly("{\"id\":");
        assertThat(emitted).isEmpty();
        body.assertCancelled();
    }
}
