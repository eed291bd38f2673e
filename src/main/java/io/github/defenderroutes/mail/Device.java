package io.github.defenderroutes.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The device of a mail, from its own record and, where that is missing, from the alert. */
record Device(Fields alert, Fields record, MailModel model) {

    static Device of(MailModel model) {
        return new Device(Fields.of(model.alert()), Fields.of(model.device()), model);
    }

    boolean isKnown() {
        return id() != null || name() != null;
    }

    /** Unchanged, or null. */
    String id() {
        String id = record.id("id");
        return id != null ? id : alert.id("machineId");
    }

    /** What templates see; nothing in it but {@code tags} and {@code users} is certain to be there. */
    Map<String, Object> view(Times times) {
        var view = new HashMap<String, Object>();
        view.put("name", name());
        view.put("id", record.text("id") != null ? record.text("id") : alert.text("machineId"));
        view.put("users", users());
        view.put("os", system());
        view.put("group", first("rbacGroupName"));
        view.put("tags", record.texts("machineTags"));
        view.put("ip", record.text("lastIpAddress"));
        view.put("externalIp", record.text("lastExternalIpAddress"));
        view.put("health", record.text("healthStatus"));
        view.put("risk", record.text("riskScore"));
        view.put("lastReport", times.read(record.text("lastSeen")));
        view.put("problem", model.deviceProblem() == null ? null : Plain.line(model.deviceProblem(), Fields.USUAL));
        if (model.mergedInto() != null) {
            Fields other = Fields.of(model.mergedInto());
            view.put("mergedInto", joined(" ", other.text("computerDnsName"), other.text("id")));
        }
        return view;
    }

    private String name() {
        return first("computerDnsName");
    }

    private String first(String key) {
        return record.text(key) != null ? record.text(key) : alert.text(key);
    }

    private String system() {
        String build = record.text("osBuild");
        return joined(
                " ", record.text("osPlatform"), record.text("version"), build == null ? null : "(build " + build + ")");
    }

    private List<String> users() {
        Stream<String> loggedOn = alert.objects("loggedOnUsers").stream()
                .map(user -> joined("\\", user.text("domainName"), user.text("accountName")));
        Fields related = alert.object("relatedUser");
        String relatedUser = joined("\\", related.text("domainName"), related.text("userName"));
        return Stream.concat(loggedOn, Stream.ofNullable(relatedUser))
                .filter(Objects::nonNull)
                .distinct()
                .limit(5)
                .toList();
    }

    private static String joined(String between, String... parts) {
        String text = Stream.of(parts).filter(Objects::nonNull).collect(Collectors.joining(between));
        return text.isEmpty() ? null : text;
    }
}
