package io.github.defenderroutes.standin;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One collection of the API and the properties it lets one filter and sort by.
 *
 * @param name as in {@code @odata.context}
 * @param properties name in a query to property
 */
record EntitySet(String name, Map<String, Property> properties) {

    record Property(String key, Kind kind) {}

    enum Kind {
        TEXT("Edm.String"),
        NUMBER("Edm.Int64"),
        TIME("Edm.DateTimeOffset"),
        BOOLEAN("Edm.Boolean");

        /** A bare date with Z is shown in the documentation; more than 7 fraction digits are refused (invented). */
        private static final Pattern TIME_LITERAL =
                Pattern.compile("\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,7})?)?)?(Z|[+-]\\d\\d:\\d\\d)");

        private final String edm;

        Kind(String edm) {
            this.edm = edm;
        }

        String edm() {
            return edm;
        }

        /** What a literal of the query stands for; {@code null} when it is none of this kind. */
        Comparable<Object> literal(Object text) {
            if (this != TIME) {
                return value(text);
            }
            String time = text.toString();
            return TIME_LITERAL.matcher(time).matches()
                    ? value(time.contains("T") ? time : time.substring(0, 10) + "T00:00:00" + time.substring(10))
                    : null;
        }

        /** The value to compare; {@code null} when it is not of this kind. */
        Comparable<Object> value(Object raw) {
            return comparable(
                    switch (this) {
                        case TEXT -> raw == null ? null : raw.toString();
                        case NUMBER -> number(raw);
                        case TIME -> UtcText.parse(raw);
                        case BOOLEAN ->
                            raw == null || !raw.toString().matches("true|false")
                                    ? null
                                    : Boolean.valueOf(raw.toString());
                    });
        }

        private static BigDecimal number(Object raw) {
            try {
                return raw == null ? null : new BigDecimal(raw.toString());
            } catch (NumberFormatException notANumber) {
                return null;
            }
        }

        @SuppressWarnings("unchecked") // both sides of a comparison went through the same kind
        private static Comparable<Object> comparable(Object value) {
            return (Comparable<Object>) value;
        }
    }

    Property property(String queryName) {
        Property property = properties.get(queryName);
        if (property == null) {
            throw RefusedException.odata("The query specified in the URI is not valid. '" + queryName
                    + "' cannot be used in a query on " + name + ".");
        }
        return property;
    }

    /** Documented: what lists of alerts can be filtered by; the page really writes InvestigationId. */
    static EntitySet alerts() {
        return of(
                        "Alerts",
                        "id assignedTo detectionSource status severity category",
                        "incidentId investigationId",
                        "alertCreationTime lastUpdateTime lastEventTime")
                .and("InvestigationId", new Property("investigationId", Kind.NUMBER));
    }

    /** Documented, without machineTags: how a collection is compared is unconfirmed. */
    static EntitySet machines() {
        return of(
                "Machines",
                "id computerDnsName version deviceValue aadDeviceId exposureLevel onboardingStatus lastIpAddress"
                        + " healthStatus osPlatform riskScore",
                "rbacGroupId",
                "lastSeen");
    }

    /** Documented; {@code lastUpdateDateTimeUtc} is not in the list. */
    static EntitySet machineActions() {
        return of("MachineActions", "id status machineId type requestor", "", "creationDateTimeUtc");
    }

    /** Documented. */
    static EntitySet investigations() {
        return of("Investigations", "id state machineId triggeringAlertId", "", "startTime");
    }

    /** A collection of which nothing is documented that it could be filtered by. */
    static EntitySet byId(String name) {
        return of(name, "id", "", "");
    }

    /** Documented; one cannot filter by the groups here, whose comparison is unconfirmed. */
    static EntitySet indicators() {
        return of(
                        "Indicators",
                        "application createdByDisplayName title indicatorValue indicatorType createdBy action severity",
                        "",
                        "expirationTime creationTimeDateTimeUtc")
                .and("generateAlert", new Property("generateAlert", Kind.BOOLEAN));
    }

    /** Documented. */
    static EntitySet vulnerabilities() {
        return of("Vulnerabilities", "id name description severity", "cvssV3", "publishedOn updatedOn");
    }

    /** Unconfirmed: that one can filter by these. */
    static EntitySet deviceVulnerabilities() {
        return of(
                "PublicAssetVulnerabilityDto",
                "id cveId machineId fixingKbId productName productVendor productVersion severity",
                "",
                "");
    }

    /** Documented. */
    static EntitySet remediationActivities() {
        return of("RemediationTasks", "status", "", "createdOn");
    }

    static EntitySet deviceReferences() {
        return of("MachineReferences", "id computerDnsName osPlatform rbacGroupName", "", "");
    }

    /** Documented, of Microsoft Graph. */
    static EntitySet graphAlerts() {
        return of(
                "alerts_v2",
                "assignedTo classification determination severity serviceSource status",
                "",
                "createdDateTime lastUpdateDateTime");
    }

    /** Documented, of Microsoft Graph. */
    static EntitySet incidents() {
        return of(
                "incidents",
                "assignedTo classification determination severity status",
                "",
                "createdDateTime lastUpdateDateTime");
    }

    private static EntitySet of(String name, String texts, String numbers, String times) {
        return new EntitySet(name, new LinkedHashMap<>())
                .addAll(texts, Kind.TEXT)
                .addAll(numbers, Kind.NUMBER)
                .addAll(times, Kind.TIME);
    }

    private EntitySet addAll(String names, Kind kind) {
        for (String property : names.isEmpty() ? new String[0] : names.split(" ")) {
            and(property, new Property(property, kind));
        }
        return this;
    }

    private EntitySet and(String queryName, Property property) {
        properties.put(queryName, property);
        return this;
    }
}
