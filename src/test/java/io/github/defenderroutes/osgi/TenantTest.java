package io.github.defenderroutes.osgi;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenantTest {
    /** A bundle that stops takes its database drivers out of the JVM; here others still need them. */
    @AfterEach
    void putTheDriversBack() {
        Drivers.register();
    }

    @Test
    void whatNobodyForesawIsLoggedAndLeavesTheThreadAlive() {
        assertThatCode(() -> new Tenant().start(Map.of("home", "no\0path"))).doesNotThrowAnyException();
    }
}
