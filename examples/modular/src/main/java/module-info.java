/** A program that knows of Sailpat what its modules export. */
module io.github.sailpat.modular {
    requires io.github.sailpat.reactive;
    requires io.github.sailpat.sandbox;
}
