package org.speakdraw.app.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/** Sessions and lessons that are nothing but ids. */
final class FakeResidents implements Residents, ResidentClasses {

    final Set<UUID> here = new LinkedHashSet<>();
    final Set<UUID> lessons = new LinkedHashSet<>();
    final List<UUID> kept = new ArrayList<>();
    final List<KeptSession> changed = new ArrayList<>();
    final List<UUID> ended = new ArrayList<>();
    boolean full;
    /** What happens meanwhile. */
    Runnable releasing = () -> {};

    NodeLoad load = new NodeLoad(10 * Placement.USUAL_COST, new long[0], 64);

    @Override
    public boolean has(UUID session) {
        return here.contains(session);
    }

    @Override
    public Collection<UUID> all() {
        return List.copyOf(here);
    }

    @Override
    public NodeLoad load() {
        return load;
    }

    @Override
    public List<KeptSession> takeChanged() {
        List<KeptSession> taken = List.copyOf(changed);
        changed.clear();
        return taken;
    }

    @Override
    public void changed(Collection<UUID> sessions) {
        throw new AssertionError("nothing goes wrong here");
    }

    @Override
    public List<UUID> ended() {
        return List.copyOf(ended);
    }

    @Override
    public void forgotten(Collection<UUID> sessions) {
        ended.removeAll(sessions);
    }

    @Override
    public void adopt(KeptSession session) {
        if (full) {
            throw new RequestException(ApiError.SERVER_FULL, "There is no place.");
        }
        here.add(session.id());
    }

    @Override
    public void release(UUID session) {
        releasing.run();
        here.remove(session);
    }

    @Override
    public Collection<UUID> classes() {
        return List.copyOf(lessons);
    }

    @Override
    public void keepClasses() {
        kept.addAll(lessons);
    }

    @Override
    public void releaseClass(UUID classroom) {
        lessons.remove(classroom);
    }

    @Override
    public boolean allGone() {
        return true;
    }
}
