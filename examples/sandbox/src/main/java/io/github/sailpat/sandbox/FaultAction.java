package io.github.sailpat.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a fault does to one request.
 *
 * @param stage how far the request gets
 * @param delay the wait before it is handled
 * @param answer the answer in place of the API's, or null
 * @param headers headers added to the answer
 * @param ending what follows the last byte that is sent
 * @param bodyLimit how many bytes of the body are sent at most; {@link #NO_HEAD} for not even a head
 * @param drip how slowly, or null for at once
 */
record FaultAction(
        Stage stage,
        Duration delay,
        @Nullable Answer answer,
        List<Map.Entry<String, String>> headers,
        Ending ending,
        long bodyLimit,
        @Nullable Drip drip) {

    static final long NO_HEAD = -1;
    static final FaultAction NONE =
            new FaultAction(Stage.APPLIED, Duration.ZERO, null, List.of(), Ending.DONE, Long.MAX_VALUE, null);

    /** How far a request gets: its head has arrived, it was read, it was applied. */
    enum Stage {
        ARRIVED,
        READ,
        APPLIED
    }

    /** What becomes of the connection. */
    enum Ending {
        /** The answer is whole, and the connection stays. */
        DONE,
        STALL,
        CLOSE,
        RESET
    }

    /** Another answer; null for what stays as it is. */
    record Answer(
            @Nullable Integer status,
            @Nullable String body,
            @Nullable String contentType) {}

    /** So many bytes at a time. */
    record Drip(int bytes, Duration step) {}

    FaultAction at(Stage newStage) {
        return new FaultAction(newStage, delay, null, headers, Ending.DONE, Long.MAX_VALUE, null);
    }

    FaultAction answering(@Nullable Integer status, @Nullable String body, @Nullable String contentType) {
        return new FaultAction(stage, delay, new Answer(status, body, contentType), headers, ending, bodyLimit, drip);
    }

    FaultAction ending(Ending newEnding, long newLimit) {
        return new FaultAction(stage, delay, answer, headers, newEnding, newLimit, drip);
    }

    FaultAction dripping(int bytes, Duration step) {
        return new FaultAction(stage, delay, answer, headers, ending, bodyLimit, new Drip(bytes, step));
    }

    FaultAction delayed(Duration newDelay) {
        return new FaultAction(stage, newDelay, answer, headers, ending, bodyLimit, drip);
    }

    FaultAction withHeaders(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("Headers are names and values by turns, but their number is odd.");
        }
        List<Map.Entry<String, String>> all = new ArrayList<>(headers);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new FaultAction(stage, delay, answer, List.copyOf(all), ending, bodyLimit, drip);
    }

    boolean isSilent() {
        return bodyLimit == NO_HEAD;
    }

    /** Whether the request is not handled, because it is answered before or not at all. */
    boolean isInsteadOfHandling() {
        return stage != Stage.APPLIED;
    }

    /** The answer as the client gets it, of the answer that the API would give. */
    Reply altered(Reply reply) {
        Reply altered = reply;
        if (answer != null) {
            String text = answer.body();
            Integer newStatus = answer.status();
            int kept = reply.status() == 204 ? 200 : reply.status();
            int status = newStatus == null ? kept : newStatus;
            String type = answer.contentType();
            altered = text == null
                    ? Reply.empty(status)
                    : Reply.of(status, Fault.bytes(text), type == null ? Fault.contentTypeOf(text) : type);
        }
        return headers.isEmpty() ? altered : altered.withHeaders(headers);
    }
}
