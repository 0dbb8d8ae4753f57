package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/**
 * The JSON configuration for all input from outside: it has limits, and its errors quote nothing. A byte order mark
 * before the text is ignored (RFC 8259 section 8.1). If several members have one name, which section 4 leaves open, the
 * first that is not null counts in every reader; of the fields of a token, the first that can be read.
 */
public final class Json {
    /** The maximum number of bytes of a response that is one object, and of each object of a list. */
    public static final int MAX_OBJECT_BYTES = 1 << 20;

    /** The maximum depth of a response. The API's own responses have four levels. */
    public static final int MAX_DEPTH = 64;

    /** The maximum number of characters of a number. */
    public static final int MAX_NUMBER_LENGTH = 100;

    /** The maximum number of characters of the name of a member. */
    public static final int MAX_NAME_LENGTH = 1_000;

    /** Makes parsers that never put a part of their input, which may be a secret, into an exception. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .build())
            .build();

    private Json() {}

    /**
     * Opens a parser on UTF-8 bytes.
     *
     * @param bytes the bytes
     * @return a parser before its first token
     * @throws IOException never, in memory
     */
    static JsonParser parser(byte[] bytes) throws IOException {
        return FACTORY.createParser(bytes);
    }
}
