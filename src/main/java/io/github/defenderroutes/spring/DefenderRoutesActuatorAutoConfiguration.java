package io.github.defenderroutes.spring;

import io.github.defenderroutes.DefenderRoutes;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What Actuator shows of the tenant: its health, and its figures in the application's MeterRegistry. */
@AutoConfiguration(
        after = DefenderRoutesAutoConfiguration.class,
        afterName = "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnBean(DefenderRoutes.class)
public class DefenderRoutesActuatorAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthIndicator.class)
    static class OfHealth {
        @Bean
        @ConditionalOnProperty(name = "management.health.defender-routes.enabled", matchIfMissing = true)
        HealthIndicator defenderRoutesHealthIndicator(DefenderRoutes app) {
            return new TenantHealth(app);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class OfFigures {
        @Bean
        TenantFigures defenderRoutesFigures(DefenderRoutes app, ObjectProvider<MeterRegistry> registries) {
            return new TenantFigures(app, registries::getIfAvailable);
        }
    }
}
