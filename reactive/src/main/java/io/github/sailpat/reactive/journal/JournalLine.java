package io.github.sailpat.reactive.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.sailpat.internal.Json;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One line of a journal: a JSON object whose last member is the CRC-32C of what is before it.
 *
 * @param members the members but the checksum, as texts
 */
record JournalLine(Map<String, String> members) {
    static final String FORMAT = "sailpat-bulk-journal";
    static final int VERSION = 1;
    private static final String CHECKSUM = ",\"crc\":\"";
    /** The member with eight digits, and the ends of the text and of the object. */
    private static final int CHECKSUM_LENGTH = CHECKSUM.length() + 8 + 2;

    static byte[] header(String operation) {
        return header(operation, VERSION);
    }

    static byte[] header(String operation, int version) {
        return finish(new StringBuilder(128)
                .append("{\"format\":\"")
                .append(FORMAT)
                .append("\",\"version\":")
                .append(version)
                .append(",\"operation\":")
                .append(quoted(operation)));
    }

    /**
     * An entry.
     *
     * @param sequence the number of the line
     * @param forced the number of the last line that is known to be on the disk
     */
    static byte[] entry(BulkJournalEntry entry, long sequence, long forced) {
        StringBuilder text = new StringBuilder(256);
        text.append("{\"seq\":").append(sequence).append(",\"forced\":").append(forced);
        add(text, "key", entry.getKey());
        add(text, "state", entry.getState().name().toLowerCase(Locale.ROOT));
        add(text, "at", entry.getAt().toString());
        text.append(",\"tenantTime\":").append(entry.isTenantTime());
        add(text, "digest", entry.getDigest());
        add(text, "name", entry.getName());
        add(text, "id", entry.getId());
        add(text, "error", entry.getError());
        Integer status = entry.getStatus();
        if (status != null) {
            text.append(",\"status\":").append(status.intValue());
        }
        add(text, "trackingId", entry.getTrackingId());
        return finish(text);
    }

    private static void add(StringBuilder text, String member, @Nullable String value) {
        if (value != null) {
            text.append(",\"").append(member).append("\":").append(quoted(value));
        }
    }

    /** Adds the checksum and the end of the line. */
    static byte[] finish(StringBuilder text) {
        long crc = checksum(text.toString().getBytes(StandardCharsets.UTF_8));
        return text.append(CHECKSUM)
                .append(digits(crc))
                .append("\"}\n")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static long checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return crc.getValue();
    }

    private static String digits(long crc) {
        String hex = Long.toHexString(crc);
        return "0".repeat(8 - hex.length()) + hex;
    }

    /** A JSON string in ASCII, so that also a text that is no valid Unicode stays the same. */
    private static String quoted(String value) {
        StringBuilder text = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append("\\u").append(Integer.toHexString(c | 0x10000), 1, 5);
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }

    /**
     * Reads a line.
     *
     * @param bytes the line without its end
     * @return the line, or {@code null} if it is not whole
     */
    static @Nullable JournalLine read(byte[] bytes) {
        int end = bytes.length - CHECKSUM_LENGTH;
        if (end < 1) {
            return null;
        }
        byte[] checked = Arrays.copyOf(bytes, end);
        String rest = new String(bytes, end, CHECKSUM_LENGTH, StandardCharsets.UTF_8);
        return rest.equals(CHECKSUM + digits(checksum(checked)) + "\"}") ? parse(bytes) : null;
    }

    private static @Nullable JournalLine parse(byte[] bytes) {
        Map<String, String> members = new HashMap<>();
        try (JsonParser parser = Json.FACTORY.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (!parser.nextToken().isScalarValue()) {
                    return null;
                }
                members.put(name, parser.getText());
            }
            return new JournalLine(members);
        } catch (IOException e) {
            return null;
        }
    }

    long number(String member) {
        try {
            return Long.parseLong(members.getOrDefault(member, "-1"));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The entry, or {@code null} if a later version of the library has written it. */
    @Nullable
    BulkJournalEntry entry() {
        String status = members.get("status");
        try {
            return BulkJournalEntry.builder()
                    .key(members.getOrDefault("key", ""))
                    .state(BulkJournalState.valueOf(
                            members.getOrDefault("state", "").toUpperCase(Locale.ROOT)))
                    .at(Instant.parse(members.getOrDefault("at", "")))
                    .tenantTime(Boolean.parseBoolean(members.get("tenantTime")))
                    .digest(members.getOrDefault("digest", ""))
                    .name(members.get("name"))
                    .id(members.get("id"))
                    .error(members.get("error"))
                    .status(status == null ? null : Integer.valueOf(status))
                    .trackingId(members.get("trackingId"))
                    .build();
        } catch (IllegalArgumentException | DateTimeException e) {
            return null;
        }
    }
}
