package io.carillon.delivery.run;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where a run can be watched. */
@ApplicationScoped
public class RunLinks {
    private final Optional<String> temporalUi;
    private final String namespace;

    public RunLinks(
            @ConfigProperty(name = "carillon.temporal.ui") Optional<String> temporalUi,
            @ConfigProperty(name = "carillon.temporal.namespace", defaultValue = "default") String namespace) {
        this.temporalUi = temporalUi;
        this.namespace = namespace;
    }

    /** The run in Temporal's pages; empty where no address of them is configured. */
    public Optional<URI> temporal(long run) {
        return temporalUi.map(base -> URI.create(base + "/namespaces/" + namespace + "/workflows/"
                + URLEncoder.encode("campaign:" + run, StandardCharsets.UTF_8)));
    }
}
