package io.github.sailpat.reactive.internal.instrumentation;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the headers that propagate a trace. They may contain what a caller of the application has sent, so a header
 * that is not valid, is reserved, or is too long is left out.
 */
final class PropagatedHeaders {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.observation");
    /** The maximum that W3C Baggage allows; it is the longest of these headers. */
    private static final int MAX_LENGTH = 8192;

    /** A token of RFC 9110 section 5.6.2. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

    /** The headers that the client, the transport or HTTP itself sets. */
    private static final Set<String> RESERVED = Set.of(
            "authorization",
            "host",
            "accept",
            "user-agent",
            "connection",
            "keep-alive",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "range",
            "cookie");

    private PropagatedHeaders() {}

    static Map<String, String> check(Map<String, String> headers) {
        if (headers.isEmpty()) {
            return Map.of();
        }
        Map<String, String> checked = new LinkedHashMap<>();
        int length = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            int total = length + header.getKey().length() + header.getValue().length();
            if (total <= MAX_LENGTH && isAllowed(header.getKey(), header.getValue())) {
                checked.put(header.getKey(), header.getValue());
                length = total;
            } else {
                LOG.debug(
                        "A trace header was not sent, because it is not valid (RFC 9110 section 5), is reserved, or is too long");
            }
        }
        return checked;
    }

    private static boolean isAllowed(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAME.matcher(name).matches()
                && VALUE.matcher(value).matches()
                && !RESERVED.contains(lower)
                && !lower.startsWith("content-")
                && !lower.startsWith("accept-")
                && !lower.startsWith("proxy-")
                && !lower.startsWith("if-");
    }
}
