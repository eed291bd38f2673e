package io.github.defenderroutes.trigger;

import io.github.defenderroutes.ledger.Seen;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Lets a trigger give each thing to its route once; remembered in the ledger, so a restart changes nothing. What a route has
 * failed with, or was interrupted with, is given again.
 *
 * <p>Declared as a template bean of the triggers' Kamelets, so that each use has its own. It belongs to an idempotent consumer
 * that is not eager: only what a route is done with is noted.
 */
public final class Once extends ServiceSupport implements IdempotentRepository, CamelContextAware {
    private CamelContext camelContext;
    private String name;

    /** What the memory is called: two uses of one name share what each of them gives. */
    public void setName(String name) {
        if (!name.matches("[0-9A-Za-z._-]{1,50}")) {
            throw new IllegalArgumentException(
                    "The trigger's parameter name is '%s'. To fix: use up to 50 letters, digits, dots and dashes."
                            .formatted(name));
        }
        this.name = name;
    }

    /** Whether this process, of several on one database, is the one that asks. */
    public boolean leads() {
        return seen().leads(name);
    }

    @Override
    public boolean contains(String id) {
        return seen().contains(name, id);
    }

    @Override
    public boolean add(String id) {
        return seen().add(name, id);
    }

    @Override
    public boolean remove(String id) {
        return true; // what was not finished was never noted
    }

    @Override
    public boolean confirm(String id) {
        return true;
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException("Nothing is forgotten by hand. To fix: use another name.");
    }

    private Seen seen() {
        Seen seen = camelContext.getRegistry().lookupByNameAndType("defenderSeen", Seen.class);
        if (seen == null) {
            throw new IllegalStateException(
                    "The trigger %s has no memory. To fix: bind the bean defenderSeen.".formatted(name));
        }
        return seen;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }
}
