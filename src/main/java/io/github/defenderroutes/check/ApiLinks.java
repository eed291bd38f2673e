package io.github.defenderroutes.check;

import io.github.defenderroutes.defender.Api;

/** The links to one of Microsoft's APIs, by the names they have in findings. */
record ApiLinks(Api api) {
    String server() {
        return api.title() + " server";
    }

    String signIn() {
        return "sign-in to " + api.title();
    }

    String permissions() {
        return "permissions of " + api.title();
    }

    String quota() {
        return "quota of " + api.title();
    }

    /** The setting with the address. */
    String urlSetting() {
        return api == Api.GRAPH ? "defender.graph-url" : "defender.api-url";
    }

    /** Under which name an administrator finds its permissions. */
    String resource() {
        return api == Api.GRAPH ? "Microsoft Graph" : "WindowsDefenderATP";
    }
}
