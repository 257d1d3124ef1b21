package io.carillon.orchestration;

import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.temporal.serviceclient.SimpleSslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS towards Temporal from PEM files: who we are, and who may have signed the server's certificate. A file that cannot be used
 * ends in a {@link ConfigurationException} that names its variable.
 */
final class TemporalTls {
    private static final String CERTIFICATE = "CARILLON_TEMPORAL_CLIENT_CERTIFICATE";
    private static final String KEY = "CARILLON_TEMPORAL_CLIENT_KEY";
    private static final String SERVER_CA = "CARILLON_TEMPORAL_SERVER_CA";

    private final TemporalConfig config;

    TemporalTls(TemporalConfig config) {
        this.config = config;
    }

    /** The context; empty if Temporal is spoken to in the clear. */
    Optional<SslContext> context() {
        boolean isWanted = config.tls()
                || config.apiKey().isPresent()
                || config.serverCa().isPresent()
                || config.clientCertificate().isPresent()
                || config.clientKey().isPresent();
        return isWanted ? Optional.of(build()) : Optional.empty();
    }

    private SslContext build() {
        try {
            SimpleSslContextBuilder builder = identity();
            if (config.serverCa().isPresent()) {
                builder.setTrustManager(trust(config.serverCa().get()));
            }
            return builder.build();
        } catch (IOException | RuntimeException wrong) {
            if (wrong instanceof ConfigurationException named) {
                throw named;
            }
            throw new ConfigurationException("The files of " + CERTIFICATE + " and " + KEY + " make no TLS identity ("
                    + reason(wrong) + "): give PEM files, the key in PKCS 8");
        }
    }

    private SimpleSslContextBuilder identity() throws IOException {
        if (config.clientCertificate().isEmpty() && config.clientKey().isEmpty()) {
            return SimpleSslContextBuilder.noKeyOrCertChain();
        }
        try (InputStream certificate = open(CERTIFICATE, config.clientCertificate());
                InputStream key = open(KEY, config.clientKey())) {
            // Read here, while the files are open.
            return SimpleSslContextBuilder.forPKCS8(copy(certificate), copy(key));
        }
    }

    private static InputStream copy(InputStream file) throws IOException {
        return new ByteArrayInputStream(file.readAllBytes());
    }

    private static TrustManager trust(String file) {
        try (InputStream in = open(SERVER_CA, Optional.of(file))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + count++, certificate);
            }
            if (count == 0) {
                throw new ConfigurationException(SERVER_CA + " names " + file + ", which holds no certificate");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers()[0];
        } catch (IOException | GeneralSecurityException wrong) {
            throw new ConfigurationException(
                    SERVER_CA + " names " + file + ", which is no PEM file of certificates (" + reason(wrong) + ")");
        }
    }

    private static InputStream open(String variable, Optional<String> file) {
        String name = file.orElseThrow(() -> new ConfigurationException(
                "A TLS identity towards Temporal is a certificate and its key: set " + variable + " too"));
        try {
            return Files.newInputStream(Path.of(name));
        } catch (IOException unreadable) {
            throw new ConfigurationException(
                    variable + " names " + name + ", which cannot be read (" + reason(unreadable) + ")");
        }
    }

    private static String reason(Exception wrong) {
        return wrong.getClass().getSimpleName();
    }
}
