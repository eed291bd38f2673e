package io.github.defenderroutes.standin;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A device to {@link Tenant#add add}: keys and order as captured. An active, onboarded Windows 11 unless told otherwise. */
public final class MachineBuilder {

    private final String key;
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private MachineBuilder(String id) {
        key = id;
        set("id", id);
        set("mergedIntoMachineId", null).set("isPotentialDuplication", false).set("isExcluded", false);
        set("exclusionReason", null).set("computerDnsName", "ws-0042.corp.example");
        set("firstSeen", null).set("lastSeen", null);
        set("osPlatform", "Windows11")
                .set("osVersion", null)
                .set("osProcessor", "x64")
                .set("version", "24H2");
        set("lastIpAddress", "10.20.30.40").set("lastExternalIpAddress", "203.0.113.7");
        set("agentVersion", "10.8760.26100.1").set("osBuild", 26100);
        set("healthStatus", "Active").set("deviceValue", "Normal");
        set("rbacGroupId", 12).set("rbacGroupName", "Workstations");
        set("riskScore", "High").set("exposureLevel", "Medium");
        set("isAadJoined", true).set("aadDeviceId", "00000000-0000-4000-8000-0000000000a1");
        set("machineTags", List.of()).set("defenderAvStatus", "Updated").set("onboardingStatus", "Onboarded");
        set("osArchitecture", "64-bit").set("managedBy", "Intune").set("managedByStatus", "Unknown");
        set("ipAddresses", List.of(address("10.20.30.40", "005056AABBCC", "Ethernet")));
        set("vmMetadata", null);
    }

    /** Starts a device with this id; usually 40 hex digits, but opaque. */
    public static MachineBuilder aMachine(String id) {
        return new MachineBuilder(id);
    }

    public MachineBuilder name(String computerDnsName) {
        return set("computerDnsName", computerDnsName);
    }

    /** Windows10, Windows11, WindowsServer2022, macOS, Ubuntu, ... */
    public MachineBuilder os(String osPlatform) {
        return set("osPlatform", osPlatform);
    }

    public MachineBuilder health(String healthStatus) {
        return set("healthStatus", healthStatus);
    }

    public MachineBuilder onboarding(String onboardingStatus) {
        return set("onboardingStatus", onboardingStatus);
    }

    public MachineBuilder tags(String... tags) {
        return set("machineTags", List.of(tags));
    }

    public MachineBuilder group(int rbacGroupId, String rbacGroupName) {
        return set("rbacGroupId", rbacGroupId).set("rbacGroupName", rbacGroupName);
    }

    /** Excluded from vulnerability views in the portal; not an exclusion from isolation. */
    public MachineBuilder excluded(String reason) {
        return set("isExcluded", true).set("exclusionReason", reason);
    }

    public MachineBuilder seenAt(Instant time) {
        return set("lastSeen", UtcText.of(time));
    }

    /** Any field to any value. */
    public MachineBuilder set(String field, Object value) {
        fields.put(field, value);
        return this;
    }

    /** The device lacks this key altogether. */
    public MachineBuilder without(String field) {
        fields.remove(field);
        return this;
    }

    String key() {
        return key;
    }

    Map<String, Object> build(Instant now) {
        Map<String, Object> machine = new LinkedHashMap<>(fields);
        if (machine.containsKey("firstSeen")) {
            machine.putIfAbsent("firstSeen", UtcText.of(now.minus(Duration.ofDays(290))));
        }
        if (machine.containsKey("lastSeen")) {
            machine.putIfAbsent("lastSeen", UtcText.of(now.minus(Duration.ofHours(3))));
        }
        return machine;
    }

    private static Map<String, Object> address(String ip, String mac, String type) {
        Map<String, Object> address = new LinkedHashMap<>();
        address.put("ipAddress", ip);
        address.put("macAddress", mac);
        address.put("type", type);
        address.put("operationalStatus", "Up");
        return address;
    }
}
