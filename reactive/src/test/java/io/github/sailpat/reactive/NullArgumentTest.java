package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import io.github.sailpat.token.TokenQuery;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.netty.resources.ConnectionProvider;

/** A {@code null} argument is refused at once, by an exception that names the parameter or the setting. */
class NullArgumentTest {
    /** For the parameters beside the one that is {@code null}. */
    private static final Map<Class<?>, Object> ARGUMENTS = Map.of(
            String.class, "x",
            Secret.class, Secret.of("x"),
            Map.class, Map.of(),
            Path.class, Path.of("absent"),
            Publisher.class, Flux.empty(),
            BulkOptions.class, BulkOptions.standard(),
            TokenQuery.class, TokenQuery.all(),
            ConnectionProvider.class, ConnectionProvider.newConnection(),
            JsonPatch.class, JsonPatch.builder().remove("/name").build());

    @TestFactory
    Stream<DynamicTest> isRefusedByItsName() {
        SailPointClient.Builder[] builder = new SailPointClient.Builder[1];
        SandboxTenant tenant = SandboxTenant.start();
        TestClient client = TestClient.of(tenant, b -> builder[0] = b);
        return Stream.concat(
                        tests(SailPointClient.Builder.class, builder[0]),
                        tests(PersonalAccessTokens.class, client.tokens()))
                .onClose(() -> {
                    client.close();
                    tenant.close();
                });
    }

    private static Stream<DynamicTest> tests(Class<?> type, Object target) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            Parameter[] parameters = method.getParameters();
            for (int i = 0; i < parameters.length && Modifier.isPublic(method.getModifiers()); i++) {
                int position = i;
                if (!parameters[i].getType().isPrimitive() && !method.isSynthetic()) {
                    tests.add(DynamicTest.dynamicTest(
                            method.getName() + ", " + parameters[i].getName(),
                            () -> assertRefusesNull(method, target, position)));
                }
            }
        }
        return tests.stream();
    }

    private static void assertRefusesNull(Method method, Object target, int position) throws Exception {
        Object[] arguments =
                Stream.of(method.getParameterTypes()).map(ARGUMENTS::get).toArray();
        arguments[position] = null;
        try {
            method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).isInstanceOf(NullPointerException.class);
            assertThat(e.getCause().getMessage())
                    .containsAnyOf(method.getParameters()[position].getName(), method.getName());
            return;
        }
        throw new AssertionError("null was taken");
    }
}
