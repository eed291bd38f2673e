package io.github.defenderroutes.standin;

/** The API says no: carries the answer to give. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    RefusedException(Answer answer) {
        super("answered with status " + answer.status());
        this.answer = answer;
    }

    RefusedException(int status, String code, String message) {
        this(Answer.error(status, code, message));
    }

    Answer answer() {
        return answer;
    }

    /** Documented: 400 with code ODataError for an OData query that cannot be answered; the texts are ours. */
    static RefusedException odata(String message) {
        return new RefusedException(400, "ODataError", message);
    }

    /** Documented code and wording. */
    static RefusedException unknown(String kind, String id) {
        return new RefusedException(404, "ResourceNotFound", kind + " " + id + " was not found");
    }
}
