package io.github.sailpat.modular;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/** What the build has packaged. */
final class Artifacts {
    static final String VERSION = System.getProperty("sailpat.version", "");

    private Artifacts() {}

    /** The jar of a module, by its directory. */
    static Path jar(String module, String classifier) {
        return Path.of("../..", module, "target", "sailpat-" + name(module) + '-' + VERSION + classifier + ".jar");
    }

    /** What follows {@code sailpat-} in the name of its artifact. */
    static String name(String module) {
        return module.replaceFirst("^reactive/", "").replace('/', '-');
    }

    static Set<String> entries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(entry -> entry.getName()).collect(Collectors.toSet());
        }
    }

    static String text(Path jar, String name) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile());
                var in = zip.getInputStream(Objects.requireNonNull(zip.getEntry(name), name))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
