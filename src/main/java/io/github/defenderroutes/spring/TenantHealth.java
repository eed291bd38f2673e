package io.github.defenderroutes.spring;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.operations.Health.Check;
import io.github.defenderroutes.operations.Health.Report;
import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Up if the tenant can do its work: what {@code /health/ready} says of a process of our own. */
final class TenantHealth implements HealthIndicator {
    private final DefenderRoutes app;

    TenantHealth(DefenderRoutes app) {
        this.app = app;
    }

    @Override
    public Health health() {
        Report report = app.isRunning()
                ? app.desk().health().ready()
                : app.desk().health().live();
        Health.Builder health = report.up() ? Health.up() : Health.down();
        for (Check check : report.checks()) {
            health.withDetail(check.name(), Map.of("up", check.up(), "detail", check.detail()));
        }
        return health.build();
    }
}
