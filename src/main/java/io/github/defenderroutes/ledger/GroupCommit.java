package io.github.defenderroutes.ledger;

import io.github.defenderroutes.ledger.Database.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Commits together what several threads want to write at the same moment: while one commits, the others line up, and the
 * next of them does the work of all. Each returns only when its own work is committed.
 *
 * <p>For work that takes the same lock first, or locks no row of another's: within a group it is done in any order.
 */
final class GroupCommit {
    private final Database database;
    private final ConcurrentLinkedQueue<Member<?>> line = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();

    GroupCommit(Database database) {
        this.database = database;
    }

    private static final class Member<T> {
        private final Work<T> work;
        private boolean called;
        private boolean committed;
        private T result;

        Member(Work<T> work) {
            this.work = work;
        }
    }

    /**
     * The same as {@link Database#transaction}. What fails in a group is tried again by itself, so that nobody meets the
     * failure of another.
     *
     * @param work may be done twice. One is rolled back, unless the database had committed the group and could not say so:
     *     then the second must find that it is done, or fail
     */
    <T> T transaction(Work<T> work) {
        Member<T> mine = new Member<>(work);
        line.add(mine);
        turn.lock();
        try {
            if (!mine.called) {
                callAll();
            }
        } finally {
            turn.unlock();
        }
        return mine.committed ? mine.result : database.transaction(work);
    }

    private void callAll() {
        List<Member<?>> all = new ArrayList<>();
        for (Member<?> next = line.poll(); next != null; next = line.poll()) {
            next.called = true;
            all.add(next);
        }
        if (all.size() == 1) {
            commit(all);
            return;
        }
        try {
            commit(all);
        } catch (RuntimeException e) {
            // each of them tries by itself, and hears what is wrong with its own
        }
    }

    private void commit(List<Member<?>> all) {
        database.transaction(c -> {
            for (Member<?> member : all) {
                perform(member, c);
            }
            return null;
        });
        all.forEach(member -> member.committed = true);
    }

    private static <T> void perform(Member<T> member, Connection c) throws SQLException {
        member.result = member.work.in(c);
    }
}
