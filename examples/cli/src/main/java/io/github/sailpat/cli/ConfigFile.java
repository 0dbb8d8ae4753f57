package io.github.sailpat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file with the settings that the environment does not have. It is read when it is first needed. */
final class ConfigFile {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Shell shell;
    private @Nullable JsonNode root;

    /**
     * A file.
     *
     * @param shell has the environment, and the directory of {@code config.json}
     * @param named the file, which must be there; {@code null} for {@code config.json}, which need not
     */
    ConfigFile(Shell shell, @Nullable Path named) {
        this.shell = shell;
        if (named != null) {
            root = read(shell.directory().resolve(named));
        }
    }

    /** The setting of a variable or, where that is absent or empty, of the file. */
    @Nullable
    String setting(String variable, String key) {
        String value = shell.variables().get(variable);
        if (value != null && !value.isEmpty()) {
            return value;
        }
        JsonNode node = root().path(key);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            throw new UsageException(key + " in the config file must be a string", null);
        }
        return node.textValue().isEmpty() ? null : node.textValue();
    }

    private JsonNode root() {
        JsonNode known = root;
        if (known == null) {
            Path file = shell.directory().resolve("config.json");
            root = known = Files.exists(file) ? read(file) : MissingNode.getInstance();
        }
        return known;
    }

    /** The parser's own message is left out: it quotes the file, which holds a secret. */
    private static JsonNode read(Path file) {
        JsonNode node;
        try {
            node = MAPPER.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            String why = Files.exists(file) ? "it is not readable as JSON" : "there is no such file";
            throw new UsageException("the config file " + file + ": " + why, null);
        }
        if (!node.isObject()) {
            throw new UsageException("the config file " + file + ": it is no JSON object", null);
        }
        return node;
    }
}
