package io.github.sailpat.spring.boot;

import io.github.sailpat.token.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** For native images: a secret is bound by its method {@code of}, which Spring finds by reflection. */
class SailpatRuntimeHints implements RuntimeHintsRegistrar {
    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.reflection().registerType(Secret.class, MemberCategory.INVOKE_PUBLIC_METHODS);
    }
}
