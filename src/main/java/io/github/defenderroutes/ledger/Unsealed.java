package io.github.defenderroutes.ledger;

/** A notice that is in no mail yet, without what it tells. */
record Unsealed(
        String id,
        String kind,
        String alertId,
        String about,
        int severity,
        String deviceId,
        String incident,
        boolean urgent) {

    /** The kind that tells what a hunting query found. */
    static final String HUNTING = "hunting";

    /** Whether it tells of an alert or a finding that came in, and not how something about it went on. */
    boolean isAlert() {
        return kind.equals(Claim.ALERT) || kind.equals(Claim.RAISED) || kind.equals(HUNTING) || asksTogether();
    }

    /** Whether it asks a person about one of many devices, in the place of the mail that tells its alert. */
    boolean asksTogether() {
        return kind.equals(Notice.APPROVAL) && about.isEmpty();
    }

    /** Whether it is about a person's approval; what is approved or denied at once is told at once. */
    boolean isOfApproval() {
        return kind.equals("approved") || kind.equals("denied") || kind.startsWith(Notice.APPROVAL);
    }

    /** Whether its mail answers the one that told the alert. */
    boolean isAnswer() {
        return !about.isEmpty() && !about.equals(id); // its own id: it was set aside
    }
}
