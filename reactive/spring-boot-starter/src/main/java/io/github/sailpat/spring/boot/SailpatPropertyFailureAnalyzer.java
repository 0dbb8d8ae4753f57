package io.github.sailpat.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints a property that is not valid in place of a stack trace. */
class SailpatPropertyFailureAnalyzer extends AbstractFailureAnalyzer<SailpatPropertyException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SailpatPropertyException cause) {
        return new FailureAnalysis(
                "The client of SailPoint could not be configured. " + cause.getMessage(),
                "Set the property " + cause.getProperty() + ", or change its value.",
                cause);
    }
}
