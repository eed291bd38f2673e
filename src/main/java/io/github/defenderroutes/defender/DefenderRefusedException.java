package io.github.defenderroutes.defender;

import java.util.Locale;

/** Defender said no to this request, or the request was not fit to be sent. Asking again would not help. */
public final class DefenderRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    public DefenderRefusedException(String message, int status, String code) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** The HTTP status, or 0 if nothing was sent. */
    public int getStatus() {
        return status;
    }

    /** Defender's error code such as {@code ResourceNotFound}; empty if the answer had none. */
    public String getCode() {
        return code;
    }

    /**
     * Whether the same action is already running for the device. Clients match the code
     * {@code ActiveRequestAlreadyExists}; the documentation speaks of the message "Action is already in progress".
     */
    public boolean isAlreadyInProgress() {
        return code.equals("ActiveRequestAlreadyExists")
                || getMessage().toLowerCase(Locale.ROOT).contains("already in progress");
    }
}
