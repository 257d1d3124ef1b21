package io.carillon.launcher.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The server's configuration, written before each start. Everything listens on loopback only. See
 * <a href="https://docs.temporal.io/references/configuration">the reference of its keys</a>.
 */
final class TemporalServerFile {
    static final String CONFIG = "config";
    static final String ENVIRONMENT = "carillon";

    // Fixed for the life of the databases. Few, for one machine: each costs the server some work while nothing happens.
    private static final int HISTORY_SHARDS = 64;

    private final Path root;
    private final LocalPorts ports;

    /**
     * @param root the server's folder
     */
    TemporalServerFile(Path root, LocalPorts ports) {
        this.root = root;
        this.ports = ports;
    }

    /** Writes it where only its owner may read it: the database's password is in it. */
    void write(TemporalDatabases databases, TemporalCertificates certificates) {
        Path file = root.resolve(CONFIG).resolve(ENVIRONMENT + ".yaml");
        try {
            Files.createDirectories(file.getParent());
            DataFolder.writePrivately(file, yaml(databases, certificates));
        } catch (IOException refused) {
            throw new LaunchFailure("The file " + file + " cannot be written: " + refused.getMessage(), refused);
        }
    }

    private String yaml(TemporalDatabases databases, TemporalCertificates certificates) {
        return """
                # Written by Carillon at every start.
                log: {stdout: true, level: warn}
                persistence:
                  defaultStore: ledger
                  visibilityStore: visibility
                  numHistoryShards: %d
                  datastores:
                    ledger:
                      sql: {%s, databaseName: %s, maxConns: 20, maxIdleConns: 20, maxConnLifetime: 1h}
                    visibility:
                      sql: {%s, databaseName: %s, maxConns: 5, maxIdleConns: 5, maxConnLifetime: 1h}
                global:
                  membership: {maxJoinDuration: 30s, broadcastAddress: 127.0.0.1}
                  tls:
                    frontend:
                      server: {certFile: "%s", keyFile: "%s", requireClientAuth: true, clientCaFiles: ["%s"]}
                    systemWorker:
                      certFile: "%s"
                      keyFile: "%s"
                      client: {serverName: %s, rootCaFiles: ["%s"]}
                services:
                %sclusterMetadata:
                  enableGlobalNamespace: false
                  failoverVersionIncrement: 10
                  masterClusterName: active
                  currentClusterName: active
                  clusterInformation:
                    active: {enabled: true, initialFailoverVersion: 1, rpcName: frontend, rpcAddress: "127.0.0.1:%d"}
                dcRedirectionPolicy: {policy: noop}
                """.formatted(
                        HISTORY_SHARDS,
                        login(databases),
                        TemporalDatabases.STORE,
                        login(databases),
                        TemporalDatabases.VISIBILITY,
                        certificates.server(),
                        certificates.serverKey(),
                        certificates.client(),
                        certificates.client(),
                        certificates.clientKey(),
                        TemporalCertificates.SERVER_NAME,
                        certificates.server(),
                        services(),
                        ports.temporal());
    }

    private static String login(TemporalDatabases databases) {
        return "pluginName: postgres12, connectProtocol: tcp, connectAddr: \"127.0.0.1:" + databases.port()
                + "\", user: " + TemporalDatabases.ROLE + ", password: \"" + databases.password() + "\"";
    }

    private String services() {
        StringBuilder services = new StringBuilder();
        for (LocalPorts.TemporalService service : LocalPorts.TemporalService.values()) {
            services.append("  %s: {rpc: {grpcPort: %d, membershipPort: %d, bindOnIP: 127.0.0.1}}%n"
                    .formatted(service.key(), service.grpc(ports), service.membership(ports)));
        }
        return services.toString();
    }
}
