package io.carillon.channel;

import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Secrets from the environment of this process. */
@Singleton
@DefaultBean
public class EnvironmentSecrets implements SecretSource {

    @Override
    public Optional<String> find(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank());
    }
}
