package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.internal.operator.PassThroughSubscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/** Tells the acknowledgements of a job what its subscriber was given and has requested. */
final class AcknowledgingFlux<I, R> extends FluxOperator<BulkOutcome<I, R>, BulkOutcome<I, R>> {
    private final Acknowledgements acknowledgements;

    AcknowledgingFlux(Flux<BulkOutcome<I, R>> source, Acknowledgements acknowledgements) {
        super(source);
        this.acknowledgements = acknowledgements;
    }

    @Override
    public void subscribe(CoreSubscriber<? super BulkOutcome<I, R>> actual) {
        source.subscribe(new PassThroughSubscriber<BulkOutcome<I, R>>(actual) {
            @Override
            public void onNext(BulkOutcome<I, R> outcome) {
                acknowledgements.receiving(outcome);
                super.onNext(outcome);
                acknowledgements.received();
            }

            @Override
            public void request(long n) {
                if (n > 0) {
                    acknowledgements.requested(n);
                }
                super.request(n);
            }
        });
    }
}
