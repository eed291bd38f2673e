package io.github.defenderroutes.web;

import io.github.defenderroutes.ledger.Actor;

/** Somebody who signed in, by the name that stands in the audit. Public for the templates. */
public record Person(String name, Role role) {

    /** The same, as who acts. */
    Actor actor() {
        return Actor.page(name);
    }

    /** Whether a responder's buttons are of use to them. */
    public boolean isResponder() {
        return role.covers(Role.RESPONDER);
    }

    /** Whether an admin's buttons are of use to them. */
    public boolean isAdmin() {
        return role.covers(Role.ADMIN);
    }
}
