package io.github.sailpat.reactive.internal.jsonarray;

import io.netty.buffer.ByteBuf;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/** The operator of {@link JsonArrayDecoder}: creates a {@link JsonArraySubscriber} for each subscription. */
final class JsonArrayFlux<T> extends FluxOperator<ByteBuf, T> {

    private final Function<CoreSubscriber<? super T>, CoreSubscriber<ByteBuf>> operator;

    private JsonArrayFlux(
            Flux<? extends ByteBuf> chunks, Function<CoreSubscriber<? super T>, CoreSubscriber<ByteBuf>> operator) {
        super(chunks);
        this.operator = operator;
    }

    static <T> Flux<T> of(
            Flux<? extends ByteBuf> chunks, Function<CoreSubscriber<? super T>, CoreSubscriber<ByteBuf>> operator) {
        return onAssembly(new JsonArrayFlux<>(chunks, operator));
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        source.subscribe(operator.apply(actual));
    }

    @Override
    public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : super.scanUnsafe(key);
    }
}
