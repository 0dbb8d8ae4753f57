package io.github.sailpat.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code config.json} that SailPoint's own tools read. */
public final class ConfigFileReader {
    private static final Map<String, String> KEYS =
            Map.of("baseurl", "BaseURL", "clientid", "ClientId", "clientsecret", "ClientSecret");

    private ConfigFileReader() {}

    /**
     * Reads the settings of a file. Their keys may be written in upper or lower case.
     *
     * @param file the file
     * @return the values of {@code BaseURL}, {@code ClientId} and {@code ClientSecret}, as far as the file has them
     * @throws IllegalArgumentException if the file cannot be read or is not a JSON object; the message quotes nothing
     *     of it
     */
    public static Map<String, String> read(Path file) {
        try {
            return read(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw unreadable(file, Files.exists(file) ? ReadException.of(e).getMessage() : "there is no such file");
        }
    }

    static Map<String, String> read(Path file, byte[] content) {
        JsonNode root;
        try {
            root = JsonTree.read(content);
        } catch (IOException e) {
            throw unreadable(file, ReadException.of(e).getMessage());
        }
        if (!root.isObject()) {
            throw new IllegalArgumentException("the configuration file " + file + " must contain a JSON object");
        }
        Map<String, String> settings = new HashMap<>();
        root.properties().forEach(member -> {
            String key = KEYS.get(member.getKey().toLowerCase(Locale.ROOT));
            JsonNode value = member.getValue();
            if (key == null || value.isNull()) {
                return;
            }
            if (!value.isTextual()) {
                throw new IllegalArgumentException(key + " in the configuration file " + file + " must be a string");
            }
            if (settings.put(key, value.textValue()) != null) {
                throw new IllegalArgumentException(
                        "the configuration file " + file + " has " + key + " twice, in upper and lower case");
            }
        });
        return settings;
    }

    private static IllegalArgumentException unreadable(Path file, @Nullable String why) {
        return new IllegalArgumentException("the configuration file " + file + " cannot be read: " + why);
    }
}
