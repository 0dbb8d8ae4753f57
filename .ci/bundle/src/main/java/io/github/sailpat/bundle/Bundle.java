package io.github.sailpat.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Checks a staged release and packs it into one archive, which the central repository accepts as an upload. Fails with
 * every rule that is broken. A staged snapshot is checked by the same rules but for its version: the central repository
 * takes releases alone.
 */
public final class Bundle {
    private Bundle() {}

    /**
     * Checks and packs.
     *
     * @param args the staged repository, the directory of the public keys, the page of the dependencies, and the
     *     archive
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        Path staging = Path.of(args[0]);
        DependencyPage page = DependencyPage.read(Path.of(args[2]));
        Path archive = Path.of(args[3]);
        List<Path> artifacts = artifacts(staging);
        List<String> faults = new ArrayList<>();
        Signatures signatures = new Signatures(Path.of(args[1]));
        for (Path artifact : artifacts) {
            faults.addAll(new StagedArtifact(artifact, signatures, page).faults());
        }
        boolean isStandIn =
                signatures.keys().startsWith(archive.toAbsolutePath().getParent());
        if (isStandIn) {
            signatures.stopAgent();
        }
        if (artifacts.isEmpty()) {
            faults.add(staging + " has no artifact");
        }
        faults.addAll(absent(artifacts));
        if (!faults.isEmpty()) {
            throw new IllegalStateException("not accepted by the central repository:\n" + String.join("\n", faults));
        }
        pack(staging, artifacts, archive);
        System.out.println(archive + ": " + summary(artifacts, isStandIn));
    }

    static String summary(List<Path> artifacts, boolean isStandIn) {
        String complete = artifacts.size() + " artifacts, each with all that a release needs";
        if (artifacts.stream().anyMatch(artifact -> artifact.toString().endsWith("-SNAPSHOT"))) {
            complete += ", but the central repository takes no snapshot";
        }
        return isStandIn ? complete + "; signed by the key that stands in for the maintainers'" : complete;
    }

    /** The directories of the versions. The parent is left out, for no published POM needs it. */
    private static List<Path> artifacts(Path staging) throws IOException {
        List<Path> poms;
        try (Stream<Path> files = Files.walk(staging)) {
            poms = files.filter(file -> file.toString().endsWith(".pom"))
                    .sorted()
                    .toList();
        }
        List<Path> artifacts = new ArrayList<>();
        for (Path pom : poms) {
            if (!PublishedPom.read(pom).isAggregator()) {
                artifacts.add(pom.getParent());
            }
        }
        return artifacts;
    }

    /** What the staged POMs and the BOM name of Sailpat has to be staged: a build of some of the modules is no release. */
    private static List<String> absent(List<Path> artifacts) throws IOException {
        Set<String> named = new TreeSet<>();
        Set<String> staged = new HashSet<>();
        for (Path artifact : artifacts) {
            PublishedPom pom = StagedArtifact.pom(artifact);
            named.addAll(pom.ownArtifacts());
            staged.add(pom.artifactId());
        }
        if (!named.isEmpty()) {
            named.add("sailpat-bom");
        }
        named.removeAll(staged);
        return named.stream().map(name -> name + " is not staged").toList();
    }

    private static void pack(Path staging, List<Path> artifacts, Path archive) throws IOException {
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Path artifact : artifacts) {
                for (Path file : StagedArtifact.files(artifact)) {
                    String name = staging.relativize(file).toString().replace('\\', '/');
                    zip.putNextEntry(new ZipEntry(name));
                    Files.copy(file, zip);
                    zip.closeEntry();
                }
            }
        }
    }
}
