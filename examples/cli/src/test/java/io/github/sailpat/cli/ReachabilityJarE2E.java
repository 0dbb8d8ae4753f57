package io.github.sailpat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What the libraries tell a native image is what the tour of all operations needs, and what HTTP/2 needs, and no more. It
 * is traced on a JVM; no native image is built here.
 */
@Timeout(120)
@EnabledIfSystemProperty(named = "tokens.jar", matches = ".+", disabledReason = "the file is not built yet")
class ReachabilityJarE2E {
    private static final String JAR = System.getProperty("tokens.jar", "");
    private static final String METADATA =
            "META-INF/native-image/io.github.sailpat/sailpat-reactive/reflect-config.json";

    /** The handlers of HTTP/2. The command speaks HTTP/1.1; the library's own tests compare these with its byte code. */
    private static final Set<String> HTTP_2_HANDLERS = Set.of(
            "Http2ConnectionMonitor",
            "Http2SettingsHandler",
            "NegotiatedProtocolHandler",
            "StreamErrorSanitizer",
            "StreamResetHandler",
            "StreamStatusValidator");

    private static final Pattern LIBRARY =
            Pattern.compile("io\\.github\\.sailpat\\.(audit|error|internal|jsonpatch|reactive|time|token)\\..*");
    private static final Pattern METHOD = Pattern.compile("getMethod\\(\\w+\\) on (.*)");
    private static final Pattern FIELD = Pattern.compile("getDeclaredField\\((\\w+)\\) on (.*)");

    @Test
    void theMetadataIsWhatTheTourReflectsOn() throws Exception {
        Set<String> needed = new TreeSet<>();
        ReflectionTrace.of(
                        "-jar " + JAR + " demo", name -> LIBRARY.matcher(name).matches())
                .stream()
                // The JDK's own: it is of whoever is the first to call Stream.toList().
                .filter(seen -> !seen.contains("java.util.ImmutableCollections"))
                .forEach(seen -> needed.add(asMetadata(seen)));

        assertThat(needed).isEqualTo(metadata());
    }

    private static String asMetadata(String seen) {
        Matcher method = METHOD.matcher(seen);
        if (method.matches()) {
            return method.group(1) + " queryAllPublicMethods";
        }
        Matcher field = FIELD.matcher(seen);
        return field.matches() ? field.group(2) + " field " + field.group(1) : seen;
    }

    private static Set<String> metadata() throws Exception {
        Set<String> told = new TreeSet<>();
        try (ZipFile jar = new ZipFile(JAR);
                InputStream file = jar.getInputStream(jar.getEntry(METADATA))) {
            for (JsonNode type : new ObjectMapper().readTree(file)) {
                String name = type.get("name").asText();
                if (HTTP_2_HANDLERS.contains(name.substring(name.lastIndexOf('.') + 1))) {
                    continue;
                }
                if (type.path("queryAllPublicMethods").asBoolean()) {
                    told.add(name + " queryAllPublicMethods");
                }
                type.path("fields")
                        .forEach(field ->
                                told.add(name + " field " + field.get("name").asText()));
            }
        }
        return told;
    }
}
