package io.github.defenderroutes.web;

import static io.github.defenderroutes.web.ServedPages.LAPTOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.approval.ApprovalDesk;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Audit;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Reaction;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes of a form, also when it is sent twice, late, while nothing may be changed, or for very many devices. */
class FormsOnPagesTest {
    private final ServedPages pages = ServedPages.withAnOutbreak();
    private final Browser responder = pages.signedIn(Role.RESPONDER);

    @AfterEach
    void stop() {
        pages.close();
    }

    @Test
    void aButtonThatIsPressedTwiceShowsHowItStandsAndDoesItOnce() {
        String page = "/approvals/" + waiting().id();
        responder.get(page);

        responder.post(page + "/approve", "reason", "seen on the phone");
        HttpResponse<String> again = responder.post(page + "/approve", "reason", "seen on the phone");

        assertThat(again.statusCode()).isEqualTo(303);
        assertThat(location(again)).isEqualTo(page);
        assertThat(responder.get(page).body())
                .contains("That page was out of date, or the button was pressed twice.", ">approved<", "by responder");
    }

    @Test
    void whileTheKillSwitchIsOnADeviceCanBeDeniedThoughNotIsolated() {
        pages.app().desk().killSwitch().turnOn(new Person("admin", Role.ADMIN).actor(), "a drill");
        Approval waiting = waiting();
        String page = "/approvals/" + waiting.id();

        assertThat(responder.get("/approvals").body())
                .contains("Nothing is isolated now", ">Deny<", "name=\"id\"")
                .doesNotContain("Isolate the chosen devices");
        assertThat(responder.get(page).body())
                .contains("Nothing is isolated now", ">Deny<")
                .doesNotContain("Isolate this device");
        responder.post(page + "/deny", "reason", "a false alarm");

        assertThat(approvals().get(waiting.id()).orElseThrow().state()).isEqualTo("denied");
    }

    @Test
    void whoOnlyLooksIsToldSoAndGetsNoButton() {
        assertThat(pages.signedIn(Role.VIEWER)
                        .get("/approvals/" + waiting().id())
                        .body())
                .contains("Your role looks only.")
                .doesNotContain(">Deny<", "Isolate this device");
    }

    @Test
    void asManyDevicesAsAreShownCanBeDecidedTogether() {
        String id = waiting().id();
        List<String> fields = new ArrayList<>(List.of("reason", "a drill of a sensor", "id", id));
        for (int i = 1; i < 500; i++) {
            fields.addAll(List.of("id", "00000000-0000-0000-0000-000000000" + (100 + i)));
        }
        responder.get("/approvals");

        HttpResponse<String> answer = responder.post("/approvals/deny", fields.toArray(String[]::new));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(approvals().get(id).orElseThrow().state()).isEqualTo("denied");
    }

    @Test
    void cancellingWhatIsPendingGoesOnWithoutTheBrowser() {
        pages.standIn.tenant().react(LAPTOP, Reaction.staysPending());
        approvals().approve(List.of(waiting().id()), new Person("admin", Role.ADMIN).actor(), "a drill");
        pages.tick();
        pages.standIn.faults().next("cancel-machine-action", Fault.slow(Duration.ofSeconds(3)));
        responder.get("/switches");

        responder.post("/switches/cancel-pending", "reason", "wrong devices");

        assertThat(responder.get("/switches").body()).contains("1 being cancelled, one after the other.");
        assertThat(cancelled()).as("not waited for").isEmpty();
        await().untilAsserted(
                        () -> assertThat(cancelled()).singleElement().satisfies(entry -> assertThat(entry.detail())
                                .startsWith("cancelled: ")));
        pages.tick();
        assertThat(pages.app().desk().pendingIsolations().list()).isEmpty();
    }

    @Test
    void whatWasSaidOfAFormIsNotLostToARefreshOfThePage() {
        responder.get("/");
        responder.post("/switches/kill-switch/on", "reason", "a drill");

        responder.with("HX-Request", "true").get("/");

        assertThat(responder.without("HX-Request").get("/").body()).contains("The kill switch is on:");
    }

    private List<Audit.Entry> cancelled() {
        List<Audit.Entry> entries = new ArrayList<>();
        pages.app().ledger().audit().since(Instant.EPOCH, entries::add);
        return entries.stream()
                .filter(entry -> entry.action().equals("cancel-isolation"))
                .toList();
    }

    private ApprovalDesk approvals() {
        return pages.app().desk().approvals();
    }

    private Approval waiting() {
        return approvals().list(true, 10).get(0);
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("");
    }
}
