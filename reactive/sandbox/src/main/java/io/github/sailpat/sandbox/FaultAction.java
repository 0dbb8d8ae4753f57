package io.github.sailpat.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a fault does to one request.
 *
 * @param stage how far the request is processed
 * @param delay the wait before it is handled
 * @param change the response in place of the API's, or null
 * @param headers headers added to the response
 * @param ending what follows the last byte that is sent
 * @param bodyLimit how many bytes of the body are sent at most; {@link #NO_HEADERS} for no status and headers either
 * @param drip the rate of the body, or null for no delay
 */
record FaultAction(
        Stage stage,
        Duration delay,
        @Nullable ChangedResponse change,
        List<Map.Entry<String, String>> headers,
        Ending ending,
        long bodyLimit,
        @Nullable Drip drip) {

    static final long NO_HEADERS = -1;
    static final FaultAction NONE =
            new FaultAction(Stage.APPLIED, Duration.ZERO, null, List.of(), Ending.DONE, Long.MAX_VALUE, null);

    /** How far a request is processed: its headers were received, it was read, it was applied. */
    enum Stage {
        ARRIVED,
        READ,
        APPLIED
    }

    /** What happens to the connection. */
    enum Ending {
        /** The response is complete, and the connection stays open. */
        DONE,
        STALL,
        CLOSE,
        RESET
    }

    /** The changes of a response; null for no change. */
    record ChangedResponse(
            @Nullable Integer status,
            @Nullable String body,
            @Nullable String contentType) {}

    /** This number of bytes in each step. */
    record Drip(int bytes, Duration step) {}

    FaultAction at(Stage newStage) {
        return new FaultAction(newStage, delay, null, headers, Ending.DONE, Long.MAX_VALUE, null);
    }

    FaultAction answering(@Nullable Integer status, @Nullable String body, @Nullable String contentType) {
        return new FaultAction(
                stage, delay, new ChangedResponse(status, body, contentType), headers, ending, bodyLimit, drip);
    }

    FaultAction ending(Ending newEnding, long newLimit) {
        return new FaultAction(stage, delay, change, headers, newEnding, newLimit, drip);
    }

    FaultAction dripping(int bytes, Duration step) {
        return new FaultAction(stage, delay, change, headers, ending, bodyLimit, new Drip(bytes, step));
    }

    FaultAction delayed(Duration newDelay) {
        return new FaultAction(stage, newDelay, change, headers, ending, bodyLimit, drip);
    }

    FaultAction withHeaders(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("Headers are names and values by turns, but their number is odd.");
        }
        List<Map.Entry<String, String>> all = new ArrayList<>(headers);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new FaultAction(stage, delay, change, List.copyOf(all), ending, bodyLimit, drip);
    }

    boolean isSilent() {
        return bodyLimit == NO_HEADERS;
    }

    /** Whether the request is not handled, because the response is sent before, or there is none. */
    boolean isInsteadOfHandling() {
        return stage != Stage.APPLIED;
    }

    /** The response that the client receives instead of this one of the API. */
    Response altered(Response response) {
        Response altered = response;
        if (change != null) {
            String text = change.body();
            Integer newStatus = change.status();
            int kept = response.status() == 204 ? 200 : response.status();
            int status = newStatus == null ? kept : newStatus;
            String type = change.contentType();
            altered = text == null
                    ? Response.empty(status)
                    : Response.of(status, Fault.bytes(text), type == null ? Fault.contentTypeOf(text) : type);
        }
        return headers.isEmpty() ? altered : altered.withHeaders(headers);
    }
}
