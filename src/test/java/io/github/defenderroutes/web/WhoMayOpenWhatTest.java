package io.github.defenderroutes.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every address there is, tried by somebody who is not signed in, by who may not open it, and by who may. */
class WhoMayOpenWhatTest {
    /** What anybody may open, on purpose: the sign-in, what browsers need for it, and, on this machine, our health. */
    private static final Set<String> OPEN =
            Set.of("GET /sign-in", "POST /sign-in", "GET /health/live", "GET /health/ready", "GET /metrics");

    private static ServedPages pages;
    private static List<Entrance> site;

    @BeforeAll
    static void start() {
        pages = new ServedPages().start();
        site = Site.of(pages.app(), pages.settings(), pages.clock);
    }

    @AfterAll
    static void stop() {
        pages.close();
    }

    @Test
    void theTableHoldsEveryAddressThatTheServerKnows() {
        Vertx vertx = Vertx.vertx();
        Set<String> served = new Entry(vertx, pages.app(), pages.settings(), pages.clock)
                .router().getRoutes().stream()
                        .filter(route -> route.getName() != null && route.methods() != null)
                        .filter(route -> !route.getName().startsWith("/assets/"))
                        .flatMap(WhoMayOpenWhatTest::addresses)
                        .collect(Collectors.toCollection(TreeSet::new));
        vertx.close();

        Set<String> known = site.stream()
                .map(entrance -> entrance.method() + " " + entrance.path())
                .collect(Collectors.toCollection(TreeSet::new));
        known.addAll(OPEN);
        known.add("POST /sign-out");
        assertThat(served).isEqualTo(known);
    }

    private static Stream<String> addresses(Route route) {
        return route.methods().stream().map(method -> method + " " + route.getName());
    }

    @TestFactory
    Stream<DynamicTest> nobodyOpensItWithoutSigningIn() {
        return site.stream()
                .map(entrance -> DynamicTest.dynamicTest(name(entrance), () -> {
                    HttpResponse<String> answer = visit(pages.browser(), entrance);

                    assertThat(answer.statusCode()).isEqualTo(303);
                    assertThat(answer.headers().firstValue("Location").orElse(""))
                            .startsWith("/sign-in");
                    assertThat(answer.body()).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> nobodyOpensItWithALesserRole() {
        Browser viewer = pages.signedIn(Role.VIEWER);
        Browser responder = pages.signedIn(Role.RESPONDER);
        return site.stream().filter(entrance -> entrance.role() != Role.VIEWER).flatMap(entrance -> Stream.of(
                        viewer, responder)
                .filter(browser -> browser == viewer || entrance.role() == Role.ADMIN)
                .map(browser -> DynamicTest.dynamicTest(
                        name(entrance) + (browser == viewer ? " by a viewer" : " by a responder"), () -> {
                            HttpResponse<String> answer = visit(browser, entrance);

                            assertThat(answer.statusCode()).isEqualTo(403);
                            assertThat(answer.body()).contains("your role does not allow it");
                        })));
    }

    @TestFactory
    Stream<DynamicTest> whoHasTheRoleIsLetIn() {
        return Stream.of(Role.values()).flatMap(role -> {
            Browser browser = pages.signedIn(role);
            return site.stream()
                    .filter(entrance -> role.covers(entrance.role()))
                    .map(entrance -> DynamicTest.dynamicTest(name(entrance) + " by " + role, () -> assertThat(
                                    visit(browser, entrance).statusCode())
                            .isIn(200, 303, 404)));
        });
    }

    @TestFactory
    Stream<DynamicTest> noFormIsTakenWithoutItsToken() {
        Browser admin = pages.signedIn(Role.ADMIN);
        return site.stream()
                .filter(entrance -> entrance.method().name().equals("POST"))
                .map(entrance -> DynamicTest.dynamicTest(name(entrance), () -> {
                    assertThat(admin.post(path(entrance), "token", "", "reason", "x")
                                    .statusCode())
                            .isEqualTo(303);
                    assertThat(admin.get("/audit").body()).contains("That page was out of date");
                }));
    }

    private static HttpResponse<String> visit(Browser browser, Entrance entrance) {
        if (entrance.method().name().equals("GET")) {
            return browser.get(path(entrance));
        }
        browser.get("/audit");
        return browser.post(path(entrance));
    }

    private static String path(Entrance entrance) {
        return entrance.path().replace(":id", "no-such-thing");
    }

    private static String name(Entrance entrance) {
        return entrance.method() + " " + entrance.path();
    }
}
