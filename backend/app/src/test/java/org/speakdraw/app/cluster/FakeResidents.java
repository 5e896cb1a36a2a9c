package org.speakdraw.app.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Sessions that are nothing but ids. */
final class FakeResidents implements Residents {

    final Set<UUID> here = new LinkedHashSet<>();
    final List<KeptSession> changed = new ArrayList<>();
    final List<UUID> ended = new ArrayList<>();
    NodeLoad load = new NodeLoad(10 * Routes.USUAL_COST, new long[0], 64);

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
    public List<UUID> takeEnded() {
        List<UUID> taken = List.copyOf(ended);
        ended.clear();
        return taken;
    }

    @Override
    public boolean adopt(KeptSession session) {
        return here.add(session.id());
    }

    @Override
    public void release(UUID session) {
        here.remove(session);
    }

    @Override
    public boolean allGone() {
        return true;
    }
}
