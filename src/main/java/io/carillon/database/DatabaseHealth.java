package io.carillon.database;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether PostgreSQL answers; says no within seconds. */
@Readiness
@ApplicationScoped
public class DatabaseHealth implements HealthCheck {
    private final DatabaseWatch watch;

    public DatabaseHealth(DatabaseWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("PostgreSQL").status(watch.answers()).build();
    }
}
