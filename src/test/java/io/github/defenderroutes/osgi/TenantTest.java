package io.github.defenderroutes.osgi;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantTest {
    @Test
    void whatNobodyForesawIsLoggedAndLeavesTheThreadAlive() {
        assertThatCode(() -> new Tenant().start(Map.of("home", "no\0path"))).doesNotThrowAnyException();
    }
}
