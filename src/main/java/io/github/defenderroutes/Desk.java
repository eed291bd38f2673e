package io.github.defenderroutes;

import io.github.defenderroutes.approval.ApprovalDesk;
import io.github.defenderroutes.generation.Reloaded;
import io.github.defenderroutes.generation.Reloading;
import io.github.defenderroutes.guardrails.Guardrails;
import io.github.defenderroutes.history.History;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Audit;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.operations.Health;
import io.github.defenderroutes.operations.Metrics;
import io.github.defenderroutes.release.ReleaseDesk;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.stops.Breaker;
import io.github.defenderroutes.stops.KillSwitch;
import io.github.defenderroutes.stops.PendingIsolations;
import io.github.defenderroutes.stops.Rehearsal;
import io.github.defenderroutes.stops.Rehearsal.Trial;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** What operators do to a running installation, whether by a command or on a page. */
public final class Desk {
    /** How long another process may take to notice that it was asked to reload. */
    public static final Duration NOTICED_WITHIN = Reloading.NOTICED_WITHIN;

    private final Ledger ledger;
    private final Settings settings;
    private final Clock clock;
    private final Supplier<Links> links;
    private final Supplier<CamelContext> camel;
    private final Metrics metrics;
    private final Supplier<Health> health;
    private final History history;
    private final Resubmission resubmission;
    private final Guardrails guardrails;
    private final Reloading reloading;

    /** @param camel started, if it is not yet, when it is asked for */
    Desk(
            Ledger ledger,
            Settings settings,
            Clock clock,
            Supplier<Links> links,
            Supplier<CamelContext> camel,
            Metrics metrics,
            Supplier<Health> health,
            History history,
            Resubmission resubmission,
            Guardrails guardrails,
            Reloading reloading) {
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
        this.links = links;
        this.camel = camel;
        this.metrics = metrics;
        this.health = health;
        this.history = history;
        this.resubmission = resubmission;
        this.guardrails = guardrails;
        this.reloading = reloading;
    }

    /** The devices that are cut off, and letting them back in. */
    public ReleaseDesk releases() {
        return new ReleaseDesk(ledger);
    }

    /** The record of who did what. */
    public Audit audit() {
        return ledger.audit();
    }

    /** What stops every change of the tenant at once. */
    public KillSwitch killSwitch() {
        return new KillSwitch(ledger, settings, clock);
    }

    /** Our isolations that can still take effect, whatever the kill switch says. */
    public PendingIsolations pendingIsolations() {
        return new PendingIsolations(ledger, camel);
    }

    /** Tries whether the kill switch would stop every change that the routes can make; nothing is changed by it. */
    public List<Trial> rehearseKillSwitch() {
        List<String> acting = links.get().load().kamelets().stream()
                .filter(kamelet -> kamelet.acts())
                .map(kamelet -> kamelet.operation())
                .toList();
        return new Rehearsal(ledger, settings).run(acting);
    }

    /** Whether the process is alive, and whether it can do its work. */
    public Health health() {
        return health.get();
    }

    /** Its figures, for Prometheus. */
    public Metrics metrics() {
        return metrics;
    }

    /** What stops isolations when there are too many. */
    public Breaker breaker() {
        return new Breaker(ledger, settings, clock);
    }

    /** The devices that wait for a person to approve that they are cut off. */
    public ApprovalDesk approvals() {
        return new ApprovalDesk(ledger, killSwitch(), settings, clock);
    }

    /** What was done and why. */
    public History history() {
        return history;
    }

    /** Handling an alert again. */
    public Resubmission resubmission() {
        return resubmission;
    }

    /** The rules about who may be cut off. */
    public Guardrails guardrails() {
        return guardrails;
    }

    /**
     * Puts in force what people edit, as {@link DefenderRoutes#reload} does, in all processes on the database: here now, in
     * others within {@link #NOTICED_WITHIN}, each with its own files.
     *
     * @throws StartException if something cannot be used here; then nothing has changed, and nobody was asked
     */
    public Reloaded reload(Actor by) throws InterruptedException {
        return reloading.everywhere(by);
    }
}
