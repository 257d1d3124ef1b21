package io.carillon.channel;

import java.util.Optional;

/** Where the values of an account's secrets come from, by the name of an environment variable. */
@FunctionalInterface
public interface SecretSource {

    /** The value, empty where it is not set or blank. */
    Optional<String> find(String variable);
}
