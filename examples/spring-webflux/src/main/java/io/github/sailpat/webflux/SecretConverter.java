package io.github.sailpat.webflux;

import io.github.sailpat.token.Secret;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Makes a secret of a property at once, so that no bean of the service prints it. */
@Component
@ConfigurationPropertiesBinding
final class SecretConverter implements Converter<String, Secret> {
    @Override
    public Secret convert(String value) {
        return Secret.of(value);
    }
}
