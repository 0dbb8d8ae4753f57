package io.github.sailpat.sandbox.junit;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.sandbox.SandboxTenant;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class, or one test, a {@link SandboxTenant}, a {@link SailPointClient} of it, and its
 * {@link PersonalAccessTokens}: declare them as parameters of the test, or of a method that runs before or after each
 * test.
 *
 * <pre>{@code
 * @SandboxTest
 * class TokensTest {
 *     @Test
 *     void createsAToken(PersonalAccessTokens tokens, SandboxTenant tenant) {
 *         tokens.create(r -> r.name("ci-deploy")).block(Duration.ofSeconds(20));
 *
 *         LedgerAssert.assertThat(tenant.getLedger()).hasToken("ci-deploy");
 *     }
 * }
 * }</pre>
 *
 * <p>Each test has a tenant and a client of its own, which are closed after it; tests may run in parallel. They are
 * started when a parameter asks for them. For more settings, register a {@link SandboxExtension} in place of this
 * annotation.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SandboxExtension.class)
public @interface SandboxTest {

    /**
     * How many tokens of other identities exist at the start.
     *
     * @return the number; none by default
     */
    int tokens() default 0;

    /**
     * Whether the tenant answers 429 to more than 100 requests in 10 seconds, as the real one does. The client waits so
     * as not to get there, in either case.
     *
     * @return true by default
     */
    boolean rateLimit() default true;
}
