package io.github.sailpat.reactive.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.CallSummary;
import io.github.sailpat.error.ErrorMessage;
import io.github.sailpat.error.ErrorResponse;
import io.github.sailpat.error.ForbiddenException;
import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.error.UnexpectedStatusException;
import io.github.sailpat.error.UnprocessedRequestException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AttemptEffectTest {
    private static final ErrorResponse EMPTY = body(b -> b);

    private static ErrorResponse body(UnaryOperator<ErrorResponse.Builder> customizer) {
        return customizer.apply(ErrorResponse.builder()).build();
    }

    private static ErrorResponse text(String text) {
        return body(b -> b.addMessages(ErrorMessage.builder().text(text).build()));
    }

    private static CallSummary call(CallPhase phase) {
        return CallSummary.builder()
                .operation("createPersonalAccessToken")
                .requestLine("POST /beta/personal-access-tokens")
                .attempts(1)
                .elapsed(Duration.ZERO)
                .phase(phase)
                .build();
    }

    static Stream<Arguments> failures() {
        CallSummary answered = call(CallPhase.RESPONSE);
        return Stream.of(
                arguments(new IllegalStateException("of a function"), AttemptEffect.REFUSED),
                arguments(new AuthenticationException(answered, 429, EMPTY), AttemptEffect.REFUSED),
                arguments(new RateLimitedException(answered, 429, EMPTY, null), AttemptEffect.THROTTLED),
                arguments(new UnprocessedRequestException(answered, "GOAWAY"), AttemptEffect.UNPROCESSED),
                arguments(new TransportException(answered, "reset", null), AttemptEffect.AMBIGUOUS),
                arguments(new TransportException(call(CallPhase.CONNECTION), "refused", null), AttemptEffect.NOT_SENT),
                arguments(new ServerErrorException(answered, 503, EMPTY, null), AttemptEffect.AMBIGUOUS),
                arguments(new MalformedResponseException(answered, 201, 0, "no JSON", null), AttemptEffect.AMBIGUOUS),
                arguments(new UnexpectedStatusException(answered, 103, EMPTY, null), AttemptEffect.AMBIGUOUS),
                arguments(new UnexpectedStatusException(answered, 408, EMPTY, null), AttemptEffect.AMBIGUOUS),
                arguments(new UnexpectedStatusException(answered, 200, EMPTY, null), AttemptEffect.REFUSED),
                arguments(new UnauthorizedException(answered, 401, EMPTY), AttemptEffect.UNAUTHORIZED),
                arguments(new UnexpectedStatusException(answered, 409, EMPTY, null), AttemptEffect.NAME_IN_USE),
                arguments(
                        new ForbiddenException(answered, 403, body(b -> b.detailCode("400.1.409 Duplicate"))),
                        AttemptEffect.NAME_IN_USE),
                arguments(new ForbiddenException(answered, 403, body(b -> b.detailCode("403"))), AttemptEffect.REFUSED),
                arguments(new ForbiddenException(answered, 403, text("it exists already")), AttemptEffect.REFUSED));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void followsFromTheError(Throwable failure, AttemptEffect effect) {
        assertThat(AttemptEffect.of(failure, CallPhase.RESPONSE)).isEqualTo(effect);
    }

    @ParameterizedTest
    @CsvSource({"AUTHORIZATION, NOT_SENT", "RESPONSE, AMBIGUOUS"})
    void requestWasNotSentWhileItWaitedForItsAccessToken(CallPhase phase, AttemptEffect effect) {
        Throwable failure = new ServerErrorException(call(CallPhase.RESPONSE), 503, EMPTY, null);

        assertThat(AttemptEffect.of(failure, phase)).isEqualTo(effect);
    }

    @ParameterizedTest
    @CsvSource({
        "a token of that name exists already, NAME_IN_USE",
        "Duplicate name, NAME_IN_USE",
        "the name must be unique, NAME_IN_USE",
        "the name is too long, REFUSED"
    })
    void wordsOfABadRequestTellThatTheNameIsInUse(String text, AttemptEffect effect) {
        Throwable failure = new BadRequestException(call(CallPhase.RESPONSE), 400, text(text));

        assertThat(AttemptEffect.of(failure, CallPhase.RESPONSE)).isEqualTo(effect);
    }

    static Stream<Arguments> bodiesOfA404() {
        return Stream.of(
                arguments(EMPTY, true),
                arguments(body(b -> b.detailCode("404 Not found")), true),
                arguments(body(b -> b.trackingId("1").bodyDescription("a page")), true),
                arguments(body(b -> b.bodyDescription("a page")), false),
                arguments(text("no such route"), false));
    }

    @ParameterizedTest
    @MethodSource("bodiesOfA404")
    void tokenIsAbsentIfTheTenantSaysSo(ErrorResponse body, boolean isAbsent) {
        NotFoundException failure = new NotFoundException(call(CallPhase.RESPONSE), 404, body);

        assertThat(AttemptEffect.isAbsent(failure)).isEqualTo(isAbsent);
        assertThat(AttemptEffect.of(failure, CallPhase.RESPONSE))
                .isEqualTo(isAbsent ? AttemptEffect.ABSENT : AttemptEffect.REFUSED);
        assertThat(AttemptEffect.isAbsent(new ForbiddenException(call(CallPhase.RESPONSE), 403, body)))
                .isFalse();
    }
}
