package io.github.defenderroutes.mail;

import io.github.defenderroutes.judge.Judge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One mail of every kind and situation, with everything filled in and with nothing: what a template must be able to do. */
final class Samples {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private Samples() {}

    static List<MailModel> all() {
        var samples = new ArrayList<MailModel>();
        for (String kind : List.of("alert", "raised", "parked", "delayed")) {
            for (String state :
                    List.of("requested", "under-way", "isolated", "refused", "unknown", "stopped", "capped")) {
                samples.addAll(both(kind, state));
            }
            for (String outcome : List.of("never", "dry-run", "approve", "isolate")) {
                samples.add(full(kind, outcome, null));
                samples.add(empty(kind, new MailModel.Decision(outcome, null, null, null), null));
            }
            samples.add(empty(
                    kind, new MailModel.Decision("dry-run", null, null, Map.of(Judge.IN_ENFORCE, "approve")), null));
            samples.add(empty(kind, null, null));
        }
        samples.addAll(both("isolated", "confirmed"));
        Situation.TOLD_LATER.forEach(step -> samples.addAll(both(step, step)));
        samples.addAll(releases());
        samples.addAll(approvals());
        samples.addAll(hunting());
        for (String kind : List.of("breaker-open", "kill-switch-on", "kill-switch-off", "mode-changed")) {
            samples.add(full(kind, "never", null));
            samples.add(empty(kind, null, null));
        }
        samples.add(report());
        samples.add(empty("report", null, null));
        return samples;
    }

    private static List<MailModel> releases() {
        var release =
                List.of(new MailModel.Offer("release", "https://pages.example/isolation", "release isolation", null));
        return Stream.of("requested", "confirmed", "release-asked", "release-waits", "release-failed")
                .flatMap(state -> both(state.startsWith("release") ? state : "alert", state).stream())
                .map(sample -> sample.more().offers(release).build())
                .toList();
    }

    private static List<MailModel> approvals() {
        var samples = new ArrayList<MailModel>();
        var offers = new ArrayList<MailModel.Offer>();
        for (String what : List.of("approve", "deny", "approve-all", "a word of its own")) {
            offers.add(new MailModel.Offer(what, "https://pages.example/case", what + " case", NOON));
            offers.add(new MailModel.Offer(what, null, null, null));
        }
        for (String kind : List.of("approval-half", "approval-expired", "approval-stopped", "denied", "alert")) {
            both(kind, kind.equals("alert") ? "approved" : kind).forEach(sample -> {
                samples.add(sample);
                samples.add(sample.more().offers(offers).build());
            });
        }
        both("approval", "capped")
                .forEach(sample -> samples.add(sample.more().offers(offers).build()));
        samples.add(full("alert", "approve", null).more().offers(offers).build());
        samples.addAll(both("approved", "requested"));
        samples.addAll(both("approved", "refused"));
        return samples;
    }

    private static MailModel report() {
        Map<String, Object> device = Map.of(
                "id",
                "device-1",
                "name",
                "pc-1.example",
                "first",
                NOON.toString(),
                "alerts",
                2,
                "verdicts",
                List.of("open, not classified"));
        Map<String, Object> other = Map.of(
                "deviceId", "device-2", "by", "J. Doe", "at", NOON.toString(), "status", "Succeeded", "foreseen", true);
        Map<String, Object> report = Map.ofEntries(
                Map.entry("from", NOON.toString()),
                Map.entry("until", NOON.toString()),
                Map.entry("devices", 1),
                Map.entry("rules", List.of(Map.of("rule", "a-rule", "devices", List.of(device)))),
                Map.entry("closed", Map.of("open, not classified", 2)),
                Map.entry("notLookedUp", 1),
                Map.entry("ours", 0),
                Map.entry("others", List.of(other, Map.of())),
                Map.entry(
                        "caps",
                        List.of(Map.of("setting", "isolation.cap.per-hour", "limit", 10, "most", 1, "heldBack", 0))),
                Map.entry("capped", 1),
                Map.entry("notes", List.of("A note.")));
        return MailModel.of("report")
                .facts(Map.of("report", report))
                .mode("dry-run")
                .handledAt(NOON)
                .build();
    }

    private static List<MailModel> hunting() {
        var devices = List.of("tagged", "would-scan", "never", "requested", "a word of its own").stream()
                .map(outcome -> new HuntReport.Device("device-1", outcome, "For a reason."))
                .toList();
        List<String> columns = List.of("A", "B", "C", "D", "E", "F", "G", "H");
        var found = new HuntReport(
                "a.kql", null, columns, List.of(columns), 9, 3, 2, "isolate", devices, List.of("A note."));
        var one = new HuntReport(
                "a.kql", null, columns.subList(0, 1), List.of(List.of("a")), 1, 1, 1, "nothing", null, null);
        return List.of(
                full("hunting", "never", null).more().hunt(found).build(),
                empty("hunting", null, null).more().hunt(one).build(),
                empty("hunting", null, null),
                full("hunting-problem", "never", null).more().hunt(one).build(),
                empty("hunting-problem", null, null));
    }

    /** Of each kind all its mails in one, and one about alerts of which we know nothing but the id. */
    static List<List<MailModel>> digests() {
        var digests = new ArrayList<>(
                all().stream().collect(Collectors.groupingBy(MailModel::kind)).values());
        digests.add(List.of(empty("alert", null, null), empty("alert", null, null)));
        return digests;
    }

    private static List<MailModel> both(String kind, String state) {
        return List.of(
                full(
                        kind,
                        "isolate",
                        new MailModel.Isolation(
                                state, "Full", "action-1", NOON, "alert-2", "a problem", "J. Doe", NOON)),
                empty(kind, null, new MailModel.Isolation(state, null, null, null, null, null, null, null)));
    }

    private static MailModel full(String kind, String outcome, MailModel.Isolation isolation) {
        var decision = new MailModel.Decision(outcome, "a-rule", "For a reason.", Map.of("severity", "High"));
        Map<String, Object> device = Map.of(
                "id",
                "device-1",
                "computerDnsName",
                "pc-1.example",
                "osPlatform",
                "Windows11",
                "version",
                "24H2",
                "machineTags",
                List.of("tier-2"),
                "rbacGroupName",
                "Workstations",
                "lastIpAddress",
                "192.0.2.1",
                "healthStatus",
                "Active",
                "lastSeen",
                NOON.toString());
        return MailModel.of(kind)
                .alert(alert())
                .alertIds(List.of("alert-1", "alert-2"))
                .device(device)
                .deviceProblem("a problem")
                .mergedInto(Map.of("id", "device-2", "computerDnsName", "pc-2.example"))
                .facts(Map.of("owner", "J. Doe"))
                .decision(decision)
                .isolation(isolation)
                .mode("enforce")
                .handledAt(NOON)
                .problem("a problem")
                .attempts(3)
                .since(NOON)
                .build();
    }

    private static Map<String, Object> alert() {
        Map<String, Object> process = Map.of(
                "entityType",
                "Process",
                "fileName",
                "tool.exe",
                "filePath",
                "C:\\Temp",
                "sha256",
                "ab12",
                "processCommandLine",
                "tool.exe -x",
                "parentProcessFileName",
                "cmd.exe");
        return Map.ofEntries(
                Map.entry("id", "alert-1"),
                Map.entry("incidentId", 1),
                Map.entry("severity", "High"),
                Map.entry("title", "A title"),
                Map.entry("description", "Two\nlines"),
                Map.entry("category", "Malware"),
                Map.entry("mitreTechniques", List.of("T1003")),
                Map.entry("alertCreationTime", NOON.toString()),
                Map.entry("firstEventTime", NOON.toString()),
                Map.entry("lastEventTime", NOON.toString()),
                Map.entry("lastUpdateTime", NOON.toString()),
                Map.entry("loggedOnUsers", List.of(Map.of("accountName", "j.doe", "domainName", "CORP"))),
                Map.entry("evidence", List.of(process, process, process, process, process, process)));
    }

    private static MailModel empty(String kind, MailModel.Decision decision, MailModel.Isolation isolation) {
        return MailModel.of(kind).decision(decision).isolation(isolation).build();
    }
}
