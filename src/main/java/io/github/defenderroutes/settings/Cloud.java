package io.github.defenderroutes.settings;

import java.util.Arrays;

/**
 * Microsoft's clouds, and the addresses that differ between them. The scopes of the US clouds are not confirmed, nor that
 * of mail in GCC.
 */
enum Cloud {
    COMMERCIAL(
            "commercial",
            "https://login.microsoftonline.com",
            "https://api.security.microsoft.com",
            // The older host on purpose: tokens for the newer one are refused by some operations.
            "https://api.securitycenter.microsoft.com/.default",
            "https://graph.microsoft.com",
            "https://security.microsoft.com",
            "https://outlook.office365.com/.default"),
    GCC(
            "gcc",
            "https://login.microsoftonline.com",
            "https://api-gcc.securitycenter.microsoft.us",
            "https://api-gcc.securitycenter.microsoft.us/.default",
            "https://graph.microsoft.com",
            "https://security.microsoft.com",
            "https://outlook.office365.com/.default"),
    GCC_HIGH(
            "gcc-high",
            "https://login.microsoftonline.us",
            "https://api-gov.securitycenter.microsoft.us",
            "https://api-gov.securitycenter.microsoft.us/.default",
            "https://graph.microsoft.us",
            "https://security.microsoft.us",
            "https://outlook.office365.us/.default"),
    DOD(
            "dod",
            "https://login.microsoftonline.us",
            "https://api-gov.securitycenter.microsoft.us",
            "https://api-gov.securitycenter.microsoft.us/.default",
            "https://dod-graph.microsoft.us",
            "https://security.apps.mil",
            "https://outlook-dod.office365.us/.default");

    private final String word;
    private final String loginUrl;
    private final String apiUrl;
    private final String apiScope;
    private final String graphUrl;
    private final String portalUrl;
    private final String mailScope;

    Cloud(
            String word,
            String loginUrl,
            String apiUrl,
            String apiScope,
            String graphUrl,
            String portalUrl,
            String mailScope) {
        this.word = word;
        this.loginUrl = loginUrl;
        this.apiUrl = apiUrl;
        this.apiScope = apiScope;
        this.graphUrl = graphUrl;
        this.portalUrl = portalUrl;
        this.mailScope = mailScope;
    }

    static String[] words() {
        return Arrays.stream(values()).map(cloud -> cloud.word).toArray(String[]::new);
    }

    static Cloud named(String word) {
        return Arrays.stream(values())
                .filter(cloud -> cloud.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no cloud is named " + word));
    }

    String loginUrl() {
        return loginUrl;
    }

    String apiUrl() {
        return apiUrl;
    }

    String apiScope() {
        return apiScope;
    }

    String graphUrl() {
        return graphUrl;
    }

    String graphScope() {
        return graphUrl + "/.default";
    }

    String portalUrl() {
        return portalUrl;
    }

    String mailScope() {
        return mailScope;
    }
}
