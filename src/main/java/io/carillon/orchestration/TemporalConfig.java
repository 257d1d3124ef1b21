package io.carillon.orchestration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where Temporal is and how to get in. */
@ConfigMapping(prefix = "carillon.temporal")
public interface TemporalConfig {
    /** Host and port of the frontend. */
    @WithDefault("127.0.0.1:7233")
    String address();

    /** The namespace of this installation. */
    @WithDefault("default")
    String namespace();

    /** Base address of Temporal's pages, for links. */
    Optional<String> ui();

    /** Whether to speak TLS; implied by each of the following. */
    @WithDefault("false")
    boolean tls();

    /** PEM file of the client certificate, for mTLS. */
    Optional<String> clientCertificate();

    /** PEM file (PKCS 8) of the client certificate's key. */
    Optional<String> clientKey();

    /** PEM file of who may have signed the server's certificate; those that Java trusts without it. */
    Optional<String> serverCa();

    /** API key, such as Temporal Cloud's. */
    Optional<String> apiKey();

    /** Whether this process runs workflows and activities; a process without workers only answers REST. */
    @WithDefault("true")
    boolean workers();

    /** Dispatches that one process runs at once for each channel. */
    @WithDefault("4")
    int dispatches();
}
