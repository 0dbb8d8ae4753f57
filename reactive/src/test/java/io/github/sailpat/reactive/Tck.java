package io.github.sailpat.reactive;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.PublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** The rules of the Reactive Streams TCK as tests of JUnit. */
public final class Tck {
    private Tck() {}

    /**
     * The rules for one publisher.
     *
     * @param which by the rule's name
     * @param verification makes the publisher, anew for each rule
     * @return a test for each rule
     */
    public static Stream<DynamicTest> rules(
            Predicate<String> which, Supplier<? extends PublisherVerification<?>> verification) {
        return Arrays.stream(PublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> which.test(method.getName()))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> run(method, verification.get())));
    }

    private static void run(Method rule, PublisherVerification<?> verification) throws Throwable {
        verification.setUp();
        try {
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SkipException) {
                throw new TestAbortedException(e.getCause().getMessage());
            }
            throw e.getCause();
        }
    }
}
