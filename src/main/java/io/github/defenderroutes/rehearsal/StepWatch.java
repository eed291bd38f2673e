package io.github.defenderroutes.rehearsal;

import io.github.defenderroutes.rehearsal.Ways.Entered;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Notes of each exchange what it passes; see {@link Passage#of}. Camel asks it once for each step while routes are loaded.
 */
public final class StepWatch implements InterceptStrategy {
    private final InterceptStrategy instead;
    private final BiConsumer<RouteNode, Exchange> listener;

    /** @param instead what puts something in the place of steps; {@code null} if nothing does */
    public StepWatch(InterceptStrategy instead) {
        this(instead, (node, exchange) -> {});
    }

    /**
     * @param instead what puts something in the place of steps; {@code null} if nothing does
     * @param listener hears of each step and branch when it is begun, with the exchange as it then is
     */
    public StepWatch(InterceptStrategy instead, BiConsumer<RouteNode, Exchange> listener) {
        this.instead = instead;
        this.listener = listener;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext camel, NamedNode node, Processor target, Processor nextTarget) throws Exception {
        Processor step =
                instead == null ? target : instead.wrapProcessorInInterceptors(camel, node, target, nextTarget);
        return RouteNode.isInFile(node) && !RouteNode.isInKamelet(node)
                ? new Watched(AsyncProcessorConverterHelper.convert(step), node)
                : step;
    }

    private final class Watched extends DelegateAsyncProcessor {
        private final NamedNode node;
        private final RouteNode step;
        private final RouteNode unwritten;
        private final List<Entered> entered;
        private final RouteNode blockEnded;

        Watched(AsyncProcessor target, NamedNode node) {
            super(target);
            this.node = node;
            this.step = Ways.step(node);
            this.unwritten = Ways.unwritten(node);
            this.entered = Ways.enteredWith(node);
            this.blockEnded = Ways.blockEndedWith(node);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Passage passage = Passage.begunFor(exchange);
            entered.forEach(one -> note(passage, one.node(), one.parent(), exchange));
            int begun = passage.length();
            note(passage, step, node.getParent(), exchange);
            return super.process(exchange, sync -> {
                if (exchange.getException() == null) {
                    if (unwritten != null && !passage.tookABranch(node, begun, exchange)) {
                        note(passage, unwritten, node, exchange);
                    }
                    if (blockEnded != null) {
                        note(passage, blockEnded, node, exchange);
                    }
                }
                callback.done(sync);
            });
        }

        private void note(Passage passage, RouteNode passed, NamedNode parent, Exchange exchange) {
            passage.add(passed, parent, exchange);
            listener.accept(passed, exchange);
        }
    }
}
