package io.carillon.vault;

import io.carillon.database.Sql;
import io.carillon.database.StartOrder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opens the keys at start, before anything that needs them, and gives out the {@link Vault}. */
@Singleton
public class VaultProducer {
    private static final Logger LOG = Logger.getLogger(VaultProducer.class);

    private final KeyStore keyStore;
    private volatile @Nullable Vault opened;

    public VaultProducer(Sql sql, VaultConfig config) {
        this.keyStore = new KeyStore(sql, config);
    }

    void start(@Observes @Priority(StartOrder.KEYS) StartupEvent event) {
        VaultKeys keys = QuarkusTransaction.requiringNew().call(keyStore::open);
        LOG.infof("Keys opened: cipher %s, hash %s", keys.cipherFingerprint(), keys.hashFingerprint());
        opened = new TinkVault(keys);
    }

    /** The vault; whoever gets it may keep it from before the start, but use it only after. */
    @Produces
    @ApplicationScoped
    Vault vault() {
        Vault vault = opened;
        if (vault == null) {
            throw new IllegalStateException("The keys are opened at start; ask for the vault afterwards");
        }
        return vault;
    }
}
