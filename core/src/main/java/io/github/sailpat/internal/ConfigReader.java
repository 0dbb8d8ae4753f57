package io.github.sailpat.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the {@code config.json} that SailPoint's own tools read. */
public final class ConfigReader {
    private ConfigReader() {}

    /**
     * Reads the settings of a file.
     *
     * @param file the file
     * @return those of {@code BaseURL}, {@code ClientId} and {@code ClientSecret} that it has
     * @throws IllegalArgumentException if the file cannot be read or is no JSON object; the message quotes nothing of it
     */
    public static Map<String, String> read(Path file) {
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("the configuration file " + file + " cannot be read: "
                    + WireException.of(e).getMessage());
        }
        Map<String, String> settings = new HashMap<>();
        for (String key : List.of("BaseURL", "ClientId", "ClientSecret")) {
            JsonNode value = root.get(key);
            if (value != null && !value.isNull()) {
                if (!value.isTextual()) {
                    throw new IllegalArgumentException(key + " in the configuration file " + file + " must be a text");
                }
                settings.put(key, value.textValue());
            }
        }
        return settings;
    }
}
