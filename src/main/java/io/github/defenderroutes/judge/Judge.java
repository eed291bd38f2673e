package io.github.defenderroutes.judge;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides per alert and device. First come the objections that always hold; the first of them decides. Then the decision
 * is the lowest of what is proposed, what the rules of guardrails.yaml say, and the mode. Whatever cannot be read objects:
 * a device is never isolated on doubt.
 */
public final class Judge {
    /** A device with this tag is never isolated, whatever the settings and the rules say. */
    public static final String EXCLUDING_TAG = "no-isolation";

    /** The value that says, while the mode holds it back, what would be decided in {@code isolation.mode = enforce}. */
    public static final String IN_ENFORCE = "in enforce";

    private final Settings settings;
    private final Rules rules;
    private final Objections objections;

    public Judge(Settings settings, Rules rules, Clock clock) {
        this.settings = settings;
        this.rules = rules;
        this.objections = new Objections(settings, clock);
    }

    /**
     * @param alert the alert as Defender sent it
     * @param device its device, or {@code null} when there is none or it could not be read
     * @param deviceProblem why there is no device, or {@code null}
     * @param proposal the outcome that respond-to-alert proposes; the decision is never higher
     * @param knownBefore whether the alert was raised before we first looked
     */
    public Decision decide(
            Map<String, ?> alert, Map<String, ?> device, String deviceProblem, String proposal, boolean knownBefore) {
        return decide(alert, device, deviceProblem, proposal, knownBefore, null, Learnt.NOTHING);
    }

    /**
     * The same for an isolation that expired and may be asked for again, and with what routes have learnt.
     *
     * @param agedFrom the end of the action that expired: {@code isolation.max-age} counts from there. An action takes
     *     three days to expire, so counted from the alert's creation nothing could ever be asked for again. {@code null}
     *     counts from the alert's creation.
     */
    public Decision decide(
            Map<String, ?> alert,
            Map<String, ?> device,
            String deviceProblem,
            String proposal,
            boolean knownBefore,
            Instant agedFrom,
            Learnt learnt) {
        Outcome proposed = Outcome.of(proposal);
        if (alert == null) {
            return decide(Map.of(), device, deviceProblem, proposal, knownBefore, agedFrom, learnt);
        }
        Optional<Decision> objection =
                objections.toDeciding(alert, device, deviceProblem, proposed, knownBefore, agedFrom);
        if (objection.isPresent()) {
            return objection.get();
        }
        Ruling ruling = rules.on(alert, device, learnt);
        return ruling.outcome() == Outcome.NEVER
                ? Decision.of(Outcome.NEVER, ruling.rule(), ruling.because(), ruling.values())
                : objections.toDevice(device).orElseGet(() -> lowest(alert, device, proposed, ruling));
    }

    /** Something that lets less happen than is proposed. */
    private record Ceiling(Outcome outcome, String rule, String because) {}

    private Decision lowest(Map<String, ?> alert, Map<String, ?> device, Outcome proposed, Ruling ruling) {
        Outcome allowed = allowed();
        Ceiling ceiling = ceiling(alert, device, proposed, ruling);
        Outcome inEnforce = ceiling == null ? proposed : ceiling.outcome();
        Outcome outcome = allowed.lowerOf(inEnforce);
        Map<String, Object> values = Objections.pick(alert, "severity", "status");
        values.putAll(Objections.pick(device, "osPlatform", "machineTags"));
        values.putAll(ruling.values());
        values.put("isolation.mode", mode());
        if (outcome != inEnforce) {
            values.put(IN_ENFORCE, inEnforce.toString());
        }
        return new Decision(
                outcome.toString(),
                ceiling != null ? ceiling.rule() : outcome == allowed ? "mode-" + mode() : "proposal",
                because(outcome, inEnforce, ceiling),
                values,
                ruling.type(),
                ruling.releaseAfter());
    }

    /** The lowest that is lower than what is proposed, or {@code null}. */
    private Ceiling ceiling(Map<String, ?> alert, Map<String, ?> device, Outcome proposed, Ruling ruling) {
        return Stream.of(
                        unmarked(alert), new Ceiling(ruling.outcome(), ruling.rule(), ruling.because()), merged(device))
                .filter(Objects::nonNull)
                .filter(ceiling -> ceiling.outcome().compareTo(proposed) < 0)
                .min(Comparator.comparing(Ceiling::outcome))
                .orElse(null);
    }

    /** An alert of Graph can name devices that only stand near what happened. */
    private static Ceiling unmarked(Map<String, ?> alert) {
        boolean marked = !alert.containsKey("devices")
                || Alerts.device(alert, Alerts.text(alert, "machineId").orElse(""))
                        .map(device -> Boolean.TRUE.equals(device.get("marked")))
                        .orElse(false);
        return marked
                ? null
                : new Ceiling(
                        Outcome.APPROVE,
                        "device-not-marked",
                        "The alert names this device, but not as compromised or primary: a person must decide");
    }

    /** What isolating a record does that was merged into another, nobody but a person can know. */
    private static Ceiling merged(Map<String, ?> device) {
        return device.get("mergedIntoMachineId") == null
                ? null
                : new Ceiling(
                        Outcome.APPROVE,
                        "device-merged",
                        "The device record was merged into another: a person must decide");
    }

    private static String because(Outcome outcome, Outcome inEnforce, Ceiling ceiling) {
        if (ceiling != null) {
            return outcome == inEnforce ? ceiling.because() : ceiling.because() + "; but this is a dry run";
        }
        return switch (outcome) {
            case ISOLATE -> "Nothing speaks against it and isolation is enforced";
            case APPROVE -> "Nothing speaks against it, but a person must decide";
            default ->
                inEnforce == Outcome.APPROVE
                        ? "A person would have to decide, but this is a dry run"
                        : "Nothing speaks against it, but this is a dry run";
        };
    }

    private Outcome allowed() {
        return switch (mode()) {
            case "enforce" -> Outcome.ISOLATE;
            case "approve" -> Outcome.APPROVE;
            default -> Outcome.DRY_RUN;
        };
    }

    private String mode() {
        return settings.text("isolation.mode");
    }
}
