package io.github.sailpat.reactive;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a close and a cancel leave behind over HTTP/2, where calls share a connection. */
class Http2PipelineTest {
    private static final int ROUNDS = Soak.size(5, 1_000);

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.github.sailpat.reactive.CloseStage#stages")
    void callEndsAtOnceWhereverItWaits(CloseStage stage) throws Exception {
        CloseTest.assertEndsAtOnce(stage, Protocol.HTTP_2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.github.sailpat.reactive.CancelShape#all")
    void streamsAreLentAgainAndNoPermitIsLost(CancelShape shape) {
        CancelledCallsTest.assertAllComeBack(shape, Protocol.HTTP_2, ROUNDS);
    }
}
