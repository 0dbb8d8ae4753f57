package io.github.sailpat.cli.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The file of the official command, {@code ~/.sailpoint/config.yaml}: {@code environments} by name, each with
 * {@code baseurl}, and {@code pat} with {@code clientid} and {@code clientsecret} from older versions. That command
 * reads keys and names in any case, and so does this.
 */
public final class ProfileFile {
    private static final int MOST_BYTES = 1 << 20;

    private final Path path;
    private final Map<String, Object> environments;

    private ProfileFile(Path path, Map<String, Object> environments) {
        this.path = path;
        this.environments = environments;
    }

    /**
     * Reads the file.
     *
     * @param path the file
     * @return the file
     * @throws IllegalArgumentException if it cannot be read or is not YAML; the message contains nothing of it
     */
    public static ProfileFile read(Path path) {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new IllegalArgumentException(path + " is longer than a megabyte");
            }
            return of(path, Files.readString(path));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    path + " cannot be read; 'sail environment create' of the official" + " command writes it");
        }
    }

    static ProfileFile of(Path path, String yaml) {
        try {
            Object root = new Load(LoadSettings.builder().build()).loadFromString(yaml);
            return new ProfileFile(path, mapping(mapping(root).get("environments")));
        } catch (RuntimeException e) { // a malformed tag is not always an exception of the parser's own
            throw new IllegalArgumentException(path + " is not YAML");
        } catch (StackOverflowError e) { // the parser has no limit of its own
            throw new IllegalArgumentException(path + " is nested too deeply");
        }
    }

    /**
     * An environment.
     *
     * @param name its name, in any case
     * @return the environment
     * @throws IllegalArgumentException with the names that there are, if there is none with this name
     */
    public Profile get(String name) {
        Map<String, Object> environment = mapping(environments.get(name));
        if (environment.isEmpty()) {
            throw new IllegalArgumentException("there is no profile " + name + " in " + path
                    + (environments.isEmpty() ? ", which has no environments" : "; it has " + names()));
        }
        Map<String, Object> pat = mapping(environment.get("pat"));
        return new Profile(
                name.toLowerCase(Locale.ROOT),
                text(environment, "baseurl"),
                text(pat, "clientid"),
                text(pat, "clientsecret"));
    }

    private String names() {
        return String.join(", ", environments.keySet());
    }

    /** A mapping by its keys in any case; empty for anything else. */
    private static Map<String, Object> mapping(@Nullable Object node) {
        Map<String, Object> mapping = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key != null && value != null) {
                    mapping.put(key.toString(), value);
                }
            });
        }
        return mapping;
    }

    private static @Nullable String text(Map<String, Object> mapping, String key) {
        return mapping.get(key) instanceof String text && !text.isBlank() ? text : null;
    }
}
