package io.github.sailpat.reactive.internal.client;

/** The version of this library, which the build puts in. */
final class LibraryVersion {
    static final String VALUE = "${project.version}";

    private LibraryVersion() {}
}
