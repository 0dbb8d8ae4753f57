package io.github.sailpat.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One version of one artifact, as it would be published: its POM, its jars, their checksums and signatures.
 *
 * @param directory the directory of the version
 * @param signatures verifies signatures
 * @param page says why each dependency is there
 */
record StagedArtifact(Path directory, Signatures signatures, DependencyPage page) {
    private static final List<String> OF_A_JAR = List.of(".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json");
    private static final Map<String, String> CHECKSUMS = Map.of("md5", "MD5", "sha1", "SHA-1");

    /** All files of an artifact, without the metadata of the repository. */
    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !name(file).startsWith("maven-metadata"))
                    .sorted()
                    .toList();
        }
    }

    static PublishedPom pom(Path directory) throws IOException {
        for (Path file : files(directory)) {
            if (name(file).endsWith(".pom")) {
                return PublishedPom.read(file);
            }
        }
        throw new IOException(directory + " has no POM");
    }

    /** The rules of the central repository that it breaks. */
    List<String> faults() throws IOException {
        List<String> faults = new ArrayList<>();
        List<Path> published = files(directory).stream()
                .filter(file -> !name(file).matches(".*\\.(md5|sha1|sha256|sha512|asc)"))
                .toList();
        for (Path file : published) {
            checkChecksums(file, faults);
            checkSignature(file, faults);
            if (name(file).endsWith("-cyclonedx.json")) {
                BillOfMaterials.read(file)
                        .faults(pom(directory))
                        .forEach(fault -> faults.add(name(file) + ": " + fault));
            }
            if (name(file).endsWith(".pom")) {
                PublishedPom pom = PublishedPom.read(file);
                pom.faults().forEach(fault -> faults.add(name(file) + ": " + fault));
                page.faults(pom).forEach(fault -> faults.add(name(file) + ": " + fault));
                if (!pom.packaging().equals("pom")) {
                    checkJars(published, name(file).replaceFirst("\\.pom$", ""), faults);
                }
            }
        }
        return faults;
    }

    private static void checkJars(List<Path> published, String base, List<String> faults) {
        for (String suffix : OF_A_JAR) {
            if (published.stream().noneMatch(file -> name(file).equals(base + suffix))) {
                faults.add(base + suffix + " is missing");
            }
        }
    }

    private static void checkChecksums(Path file, List<String> faults) throws IOException {
        for (Map.Entry<String, String> checksum : CHECKSUMS.entrySet()) {
            Path stated = file.resolveSibling(name(file) + '.' + checksum.getKey());
            if (!Files.exists(stated)) {
                faults.add(name(stated) + " is missing");
            } else if (!Files.readString(stated).strip().startsWith(digest(file, checksum.getValue()))) {
                faults.add(name(stated) + " is not the checksum of " + name(file));
            }
        }
    }

    private void checkSignature(Path file, List<String> faults) throws IOException {
        Path signature = file.resolveSibling(name(file) + ".asc");
        if (!Files.exists(signature)) {
            faults.add(name(signature) + " is missing");
        } else if (!signatures.isValid(signature, file)) {
            faults.add(name(signature) + " is not a signature of " + name(file));
        }
    }

    private static String digest(Path file, String algorithm) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
