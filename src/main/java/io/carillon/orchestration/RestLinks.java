package io.carillon.orchestration;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** From a run in Temporal's pages back to where REST tells of it. */
@ApplicationScoped
public class RestLinks {
    private final String publicUrl;

    RestLinks(@ConfigProperty(name = "carillon.public-url", defaultValue = "http://127.0.0.1:8080") String publicUrl) {
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    /** In the Markdown that Temporal's pages show. */
    String of(long run) {
        String campaign = publicUrl + "/api/campaigns/" + run;
        return "[campaign](" + campaign + ") · [progress](" + campaign + "/progress) · [deliveries](" + campaign
                + "/deliveries) · [gaps](" + campaign + "/gaps)";
    }
}
