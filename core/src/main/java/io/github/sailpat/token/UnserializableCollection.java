package io.github.sailpat.token;

import java.util.AbstractCollection;
import java.util.Iterator;

/** A collection whose elements cannot be written, so that whoever serializes its owner fails. */
final class UnserializableCollection extends AbstractCollection<String> {
    static final String MESSAGE = "a secret is not serialized; reveal it on purpose";
    static final UnserializableCollection INSTANCE = new UnserializableCollection();

    private UnserializableCollection() {}

    static UnsupportedOperationException exception() {
        return new UnsupportedOperationException(MESSAGE);
    }

    @Override
    public Iterator<String> iterator() {
        throw exception();
    }

    @Override
    public int size() {
        throw exception();
    }

    /**
     * Jackson creates the filters of a class together with its serializer, so this one fails before anything of the
     * document is written. A getter that fails would fail in the middle of it.
     */
    static final class Filter {
        Filter() {
            throw exception();
        }
    }
}
