/**
 * What a personal access token, a request, a patch, a filter and an error are: immutable models without I/O.
 */
@SuppressWarnings("module") // the one friend of the internal package is built after this module
module io.github.sailpat.core {
    requires transitive org.jspecify;
    requires static org.immutables.value.annotations;
    requires static java.compiler;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;

    exports io.github.sailpat.token;
    exports io.github.sailpat.audit;
    exports io.github.sailpat.jsonpatch;
    exports io.github.sailpat.error;
    exports io.github.sailpat.internal to
            io.github.sailpat.reactive;
}
