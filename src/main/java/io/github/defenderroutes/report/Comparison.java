package io.github.defenderroutes.report;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.ledger.Figures;
import io.github.defenderroutes.ledger.Figures.WouldIsolate;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.report.Report.Cap;
import io.github.defenderroutes.report.Report.Device;
import io.github.defenderroutes.report.Report.Other;
import io.github.defenderroutes.report.Report.Rule;
import io.github.defenderroutes.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares what was decided with what Defender says happened. */
final class Comparison {
    /** The comment of our request names our record. */
    private static final Pattern OUR_REFERENCE = Pattern.compile("Defender Routes: alert .*, ref (\\S+)");

    /** An isolation that we asked for before the span began can stand in Defender's list within it. */
    private static final Duration BEFORE = Duration.ofDays(1);

    private final Ledger ledger;
    private final Settings settings;

    Comparison(Ledger ledger, Settings settings) {
        this.ledger = ledger;
        this.settings = settings;
    }

    Report of(Gathering gathered) {
        long from = gathered.from().toEpochMilli();
        long until = gathered.until().toEpochMilli() + 1;
        Set<String> devices = new HashSet<>();
        gathered.decisions().forEach(decision -> devices.add(decision.deviceId()));
        Set<String> ours = Set.copyOf(ledger.figures().ours(from - BEFORE.toMillis()));
        List<Other> others = new ArrayList<>();
        int accepted = 0;
        for (Map<String, Object> action : gathered.isolations()) {
            if (isOurs(action, ours)) {
                accepted++;
            } else {
                others.add(other(action, devices));
            }
        }
        others.sort(Comparator.comparing(Other::at));
        Set<String> alerts = new HashSet<>();
        gathered.decisions().forEach(decision -> alerts.add(decision.alertId()));
        Map<String, Integer> closed = new TreeMap<>();
        gathered.verdicts().values().forEach(verdict -> closed.merge(verdict, 1, Integer::sum));
        return new Report(
                gathered.from().toString(),
                gathered.until().toString(),
                settings.text("isolation.mode"),
                devices.size(),
                rules(gathered),
                closed,
                alerts.size() - gathered.verdicts().size(),
                accepted,
                others,
                caps(gathered.decisions()),
                capped(ledger.figures().runs(from, until)),
                gathered.notes());
    }

    private static boolean isOurs(Map<String, Object> action, Set<String> ours) {
        Matcher reference =
                OUR_REFERENCE.matcher(Alerts.text(action, "requestorComment").orElse(""));
        return Alerts.id(action).filter(ours::contains).isPresent()
                || reference.find() && ours.contains(reference.group(1));
    }

    private static Other other(Map<String, Object> action, Set<String> devices) {
        String device = Alerts.text(action, "machineId").orElse("?");
        return new Other(
                device,
                Alerts.text(action, "computerDnsName").orElse(null),
                Alerts.text(action, "requestor").orElse(null),
                Alerts.text(action, "creationDateTimeUtc").orElse(""),
                Alerts.text(action, "status").orElse("unknown"),
                devices.contains(device));
    }

    private static List<Rule> rules(Gathering gathered) {
        Map<String, Map<String, List<WouldIsolate>>> byRule = new TreeMap<>();
        for (WouldIsolate decision : gathered.decisions()) {
            byRule.computeIfAbsent(DecidingRule.of(decision), rule -> new LinkedHashMap<>())
                    .computeIfAbsent(decision.deviceId(), device -> new ArrayList<>())
                    .add(decision);
        }
        List<Rule> rules = new ArrayList<>();
        byRule.forEach((rule, devices) -> rules.add(new Rule(
                rule,
                devices.values().stream()
                        .map(decisions -> device(decisions, gathered.verdicts()))
                        .toList())));
        rules.sort(Comparator.comparing(rule -> -rule.devices().size()));
        return rules;
    }

    private static Device device(List<WouldIsolate> decisions, Map<String, String> verdicts) {
        WouldIsolate first = decisions.get(0);
        return new Device(
                first.deviceId(),
                first.deviceName(),
                Instant.ofEpochMilli(first.decidedAt()).toString(),
                (int) decisions.stream().map(WouldIsolate::alertId).distinct().count(),
                decisions.stream()
                        .map(decision -> verdicts.get(decision.alertId()))
                        .filter(Objects::nonNull)
                        .distinct()
                        .sorted()
                        .toList());
    }

    private List<Cap> caps(List<WouldIsolate> decisions) {
        Map<String, Long> firsts = new LinkedHashMap<>(); // a device is isolated once
        decisions.forEach(decision -> firsts.putIfAbsent(decision.deviceId(), decision.decidedAt()));
        List<Long> times = List.copyOf(firsts.values());
        return List.of(
                cap("isolation.cap.per-hour", Duration.ofHours(1), times),
                cap("isolation.cap.per-day", Duration.ofDays(1), times));
    }

    private Cap cap(String setting, Duration span, List<Long> times) {
        OptionalInt limit = settings.limit(setting);
        List<Long> passed = new ArrayList<>();
        int most = 0;
        int heldBack = 0;
        for (int i = 0; i < times.size(); i++) {
            long since = times.get(i) - span.toMillis();
            most = Math.max(most, (int) times.subList(0, i + 1).stream()
                    .filter(time -> time > since)
                    .count());
            passed.removeIf(time -> time <= since);
            if (limit.isPresent() && passed.size() >= limit.getAsInt()) {
                heldBack++;
            } else {
                passed.add(times.get(i));
            }
        }
        return new Cap(setting, limit.isPresent() ? limit.getAsInt() : null, most, heldBack);
    }

    private static int capped(List<Figures.Runs> runs) {
        return runs.stream()
                .filter(alike -> "capped".equals(alike.isolation()))
                .mapToInt(Figures.Runs::count)
                .sum();
    }
}
