package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.DefenderRoutes.Handled;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Audit;
import io.github.defenderroutes.ledger.RunFilter;
import io.github.defenderroutes.ledger.Runs.Summary;
import io.github.defenderroutes.standin.Reaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An alert that was handled is handled again because a person wants it: as it is now, or as it was. */
class ResubmissionTest {
    private static final Actor ADA = Actor.command("ada");

    private final Installation our = new Installation();

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void fromNowItIsReadAfreshAndToldAnew() {
        our.with("isolation.mode", "dry-run").alertOn("d1");
        our.tick();
        our.tenant().set("alert-d1", "title", "what we know by now");

        assertThat(our.app().desk().resubmission().fromNow(List.of("alert-d1"), ADA))
                .isEmpty();
        our.ticksUntilQuiet();

        assertThat(our.mailsAbout("alert-d1")).hasSize(2).last().satisfies(mail -> assertThat(mail.text())
                .contains("what we know by now"));
        assertThat(runs()).extracting(Summary::result).containsExactly("dry-run", "dry-run");
    }

    @Test
    void asItWasTheAlertIsToldAsItWasKeptAndSaysSo() throws Exception {
        our.with("isolation.mode", "dry-run").alertOn("d1");
        our.tenant().set("alert-d1", "title", "what we knew then");
        our.tick();
        our.tenant().set("alert-d1", "title", "what we know by now");

        Handled handled = our.app().desk().resubmission().asItWas("alert-d1", ADA);

        assertThat(handled).isEqualTo(new Handled("done", Optional.empty()));
        our.tick();
        assertThat(our.mailsAbout("alert-d1")).hasSize(2).last().satisfies(mail -> assertThat(mail.text())
                .contains("what we knew then", "as it was at 20", "because ada wants it"));
        assertThat(acts())
                .singleElement()
                .satisfies(act -> assertThat(act.action()).isEqualTo("resubmit"))
                .satisfies(act -> assertThat(act.who()).isEqualTo("ada"))
                .satisfies(act -> assertThat(act.subject()).isEqualTo("alert-d1"))
                .satisfies(act -> assertThat(act.detail()).startsWith("as it was in run "));
    }

    @Test
    void asItWasIsolatesNobodyOnFactsOfYesterday() throws Exception {
        our.with("isolation.mode", "dry-run").alertOn("d1");
        our.tick();
        our.stop();
        our.with("isolation.mode", "enforce");
        our.tenant().resolve("alert-d1");

        our.app().desk().resubmission().asItWas("alert-d1", ADA);

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(runs().get(0)).returns("stopped", Summary::result).satisfies(run -> assertThat(run.detail())
                .contains("The alert is already resolved"));
    }

    @Test
    void asItWasAnAlertThatStillStandsIsolatesThroughTheGateByTheRulesOfToday() throws Exception {
        our.with("isolation.mode", "dry-run").alertOn("d1");
        our.tick();
        our.stop();
        our.with("isolation.mode", "enforce");
        our.tenant().react("d1", Reaction.succeeds());

        our.app().desk().resubmission().asItWas("alert-d1", ADA);

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
    }

    @Test
    void handledAgainADeviceThatIsIsolatedIsNotAskedForASecondTime() throws Exception {
        our.alertOn("d1");
        our.tick().tickAfter(Duration.ofMinutes(1));

        our.app().desk().resubmission().asItWas("alert-d1", ADA);
        our.app().desk().resubmission().fromNow(List.of("alert-d1"), ADA);
        our.ticksUntilQuiet();

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(runs()).hasSize(3);
    }

    @Test
    void anAlertThatNobodyWasToldOfWasNotKeptAndSaysSo() throws Exception {
        our.alertOn("d1");
        our.tenant().set("alert-d1", "severity", "Low");
        our.tick();

        assertThat(our.app().desk().resubmission().asItWas("alert-d1", ADA).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("no run has kept it"));
        assertThat(our.app().desk().resubmission().asItWas("nobody", ADA).problem())
                .isPresent();
        assertThat(acts()).isEmpty();
    }

    @Test
    void anAlertThatWeHaveNeverSeenIsNotMadeDue() {
        our.tick();

        assertThat(our.app().desk().resubmission().fromNow(List.of("nobody"), ADA))
                .hasSize(1);
    }

    private List<Summary> runs() {
        return our.app()
                .desk()
                .history()
                .page(RunFilter.ofAlert("alert-d1"), null, 10)
                .runs();
    }

    private List<Audit.Entry> acts() {
        List<Audit.Entry> acts = new ArrayList<>();
        our.app().desk().audit().since(Instant.EPOCH, acts::add);
        acts.removeIf(act -> !act.action().equals("resubmit"));
        return acts;
    }
}
