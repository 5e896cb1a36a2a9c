package org.speakdraw.app.classroom;

import java.util.List;

/**
 * How a class comes in.
 *
 * @param naming who says how students are called
 * @param names  from which they choose, where they choose
 * @param lobby  whether newcomers wait until the teacher lets them in
 */
record Entry(Naming naming, List<String> names, boolean lobby) {

    static final Entry FREE = new Entry(Naming.TYPED, List.of(), false);

    Entry {
        names = List.copyOf(names);
    }
}
