package io.github.defenderroutes.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.approval.ApprovalDesk;
import io.github.defenderroutes.ledger.Approval;
import java.net.http.HttpResponse;
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
