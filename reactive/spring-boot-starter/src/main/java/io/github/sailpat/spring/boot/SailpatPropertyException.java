package io.github.sailpat.spring.boot;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A property of {@code sailpat.*} is missing, or its value breaks a rule. The message names it. */
public class SailpatPropertyException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Its full name. */
    private final String property;

    /**
     * An error of a property.
     *
     * @param property its full name
     * @param rule the rule that is broken, without a secret
     * @param cause what has found it, or {@code null}
     */
    public SailpatPropertyException(String property, String rule, @Nullable Throwable cause) {
        super(property + ": " + rule, cause);
        this.property = property;
    }

    /**
     * The property.
     *
     * @return its full name, for example {@code sailpat.clients.eu.deadline}
     */
    public String getProperty() {
        return property;
    }
}
