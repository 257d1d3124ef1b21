package io.carillon.access;

import io.carillon.database.Sql;
import io.carillon.database.StartOrder;
import io.carillon.vault.InstallationMode;
import io.carillon.vault.PrivateFile;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Writes a token into the data folder where a start would otherwise leave nobody able to call: in production only for a
 * database without any token; locally also when the file is lost or is of another database. A token that somebody revoked
 * is not replaced. Under a lock, so that two processes starting at once agree on one.
 */
@Singleton
public class FirstToken {
    private static final Logger LOG = Logger.getLogger(FirstToken.class);
    private static final String NAME = "local";
    private static final int MOST_NAMES = 1000;

    private final Tokens tokens;
    private final Sql sql;
    private final Audit audit;
    private final InstallationMode mode;
    private final PrivateFile file;

    public FirstToken(Tokens tokens, Sql sql, Audit audit, AccessConfig config) {
        this.tokens = tokens;
        this.sql = sql;
        this.audit = audit;
        this.mode = config.mode();
        this.file = new PrivateFile(config.data().resolve("token"));
    }

    void start(@Observes @Priority(StartOrder.TOKEN) StartupEvent event) {
        QuarkusTransaction.requiringNew().run(this::ensure);
    }

    /** Call in a transaction. The file is written before the commit: what a crash leaves there, the next start replaces. */
    void ensure() {
        sql.run("select pg_advisory_xact_lock(hashtextextended('carillon first token', 0))");
        if (!isNeeded()) {
            return;
        }
        for (int i = 1; i <= MOST_NAMES; i++) {
            String name = i == 1 ? NAME : NAME + "-" + i;
            Optional<String> token = tokens.create(name);
            if (token.isPresent()) {
                file.write(token.get());
                audit.record("system", "create", "token:" + name, Map.of());
                LOG.infof("Token %s written to %s", name, file.path());
                return;
            }
        }
        throw new IllegalStateException("There are " + MOST_NAMES + " local tokens; remove some from api_token");
    }

    private boolean isNeeded() {
        if (!tokens.isAnyAlive()) {
            return true;
        }
        if (mode == InstallationMode.PRODUCTION) {
            return false;
        }
        return file.read()
                .filter(text -> Tokens.SHAPE.matcher(text).matches())
                .filter(tokens::isKnown)
                .isEmpty();
    }
}
