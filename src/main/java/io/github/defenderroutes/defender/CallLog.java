package io.github.defenderroutes.defender;

/** Hears of each call that is made for an exchange which carries it as a property. */
public interface CallLog {
    /** The name of the property. */
    String PROPERTY = "defenderCallLog";

    /**
     * A call is about to be sent. One that has to be repeated with a fresh token is heard of once.
     *
     * @param operation such as {@code get-alert}
     */
    void called(String operation);
}
