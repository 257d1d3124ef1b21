package io.carillon.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Whether PostgreSQL answers. Says no within seconds also where it takes the question and then answers nothing, and asks only once
 * however often it is asked meanwhile.
 */
@Readiness
@ApplicationScoped
public class DatabaseHealth implements HealthCheck {
    private static final int WAIT_SECONDS = 3;

    private final Sql sql;
    private final AtomicReference<@Nullable CompletableFuture<Void>> asked = new AtomicReference<>();

    public DatabaseHealth(Sql sql) {
        this.sql = sql;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("PostgreSQL").status(answers()).build();
    }

    private boolean answers() {
        CompletableFuture<Void> own = new CompletableFuture<>();
        CompletableFuture<Void> other = asked.compareAndExchange(null, own);
        if (other == null) {
            Thread asking = new Thread(() -> ask(own), "database health");
            asking.setDaemon(true);
            asking.start();
        }
        try {
            (other == null ? own : other).get(WAIT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException away) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void ask(CompletableFuture<Void> answer) {
        try {
            sql.one("select 1", row -> row.getInt(1));
            answer.complete(null);
        } catch (RuntimeException away) {
            answer.completeExceptionally(away);
        } finally {
            asked.set(null);
        }
    }
}
