/** The operations on SailPoint personal access tokens as suspend functions and flows. */
module io.github.sailpat.kotlin {
    requires transitive io.github.sailpat.reactive;
    requires transitive kotlin.stdlib;
    requires transitive kotlinx.coroutines.core;
    requires kotlinx.coroutines.reactive;
    requires kotlinx.coroutines.reactor;

    exports io.github.sailpat.kotlin;
}
