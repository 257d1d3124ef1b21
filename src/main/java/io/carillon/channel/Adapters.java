package io.carillon.channel;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Every adapter there is, by its vendor's name. Found through CDI, so nobody needs to import one. Immutable. */
@Singleton
public class Adapters {
    private final Map<String, ChannelAdapter> byVendor = new TreeMap<>();

    @Inject
    public Adapters(Instance<ChannelAdapter> found) {
        this((Iterable<ChannelAdapter>) found);
    }

    /** These adapters, outside a container. */
    public Adapters(Iterable<ChannelAdapter> found) {
        for (ChannelAdapter adapter : found) {
            if (byVendor.put(adapter.vendor(), adapter) != null) {
                throw new ConfigurationException(
                        "Two adapters are called " + adapter.vendor() + "; give one another name");
            }
        }
    }

    /** The adapter of that vendor, if there is one. */
    public Optional<ChannelAdapter> find(String vendor) {
        return Optional.ofNullable(byVendor.get(vendor));
    }

    /**
     * The adapter of that vendor.
     *
     * @throws IllegalArgumentException when there is none; the message names those there are
     */
    public ChannelAdapter of(String vendor) {
        return find(vendor)
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no adapter for the vendor '" + vendor + "'; there are " + vendors()));
    }

    /** The names, in alphabetical order. */
    public Set<String> vendors() {
        return Collections.unmodifiableSet(byVendor.keySet());
    }
}
