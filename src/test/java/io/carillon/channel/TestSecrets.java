package io.carillon.channel;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Secrets for tests: every variable that begins with {@code TEST_} or, as in the examples, {@code SANDBOX_} has a value, the others are the
 * environment's. */
@Singleton
@Alternative
@Priority(1)
public class TestSecrets implements SecretSource {
    private final SecretSource environment = new EnvironmentSecrets();

    @Override
    public Optional<String> find(String variable) {
        return variable.startsWith("TEST_") || variable.startsWith("SANDBOX_")
                ? Optional.of("value of " + variable)
                : environment.find(variable);
    }
}
