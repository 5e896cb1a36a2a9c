package org.speakdraw.app.classroom;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Names that say nothing about anybody: a colour and an animal. */
final class Pseudonyms {

    private static final List<String> COLOURS = List.of(
            "Amber", "Blue", "Bronze", "Coral", "Crimson", "Golden", "Green", "Indigo", "Ivory", "Jade", "Lilac",
            "Lime", "Mint", "Olive", "Orange", "Pearl", "Pink", "Purple", "Red", "Ruby", "Silver", "Teal", "Violet",
            "Yellow");

    private static final List<String> ANIMALS = List.of(
            "Badger",
            "Beaver",
            "Bee",
            "Bison",
            "Camel",
            "Cat",
            "Crane",
            "Deer",
            "Dolphin",
            "Duck",
            "Eagle",
            "Falcon",
            "Fox",
            "Frog",
            "Gecko",
            "Giraffe",
            "Hare",
            "Hawk",
            "Hedgehog",
            "Heron",
            "Horse",
            "Ibis",
            "Kiwi",
            "Koala",
            "Lion",
            "Lynx",
            "Mole",
            "Moose",
            "Newt",
            "Octopus",
            "Otter",
            "Owl",
            "Panda",
            "Parrot",
            "Penguin",
            "Puffin",
            "Rabbit",
            "Raven",
            "Robin",
            "Salmon",
            "Seal",
            "Swan",
            "Tiger",
            "Turtle",
            "Whale",
            "Wolf",
            "Wren",
            "Zebra");

    private Pseudonyms() {}

    /**
     * A name that nobody has.
     *
     * @param taken fewer than a thousand
     */
    static String draw(RandomGenerator random, Set<String> taken) {
        String name;
        do {
            name = COLOURS.get(random.nextInt(COLOURS.size())) + " " + ANIMALS.get(random.nextInt(ANIMALS.size()));
        } while (taken.contains(name));
        return name;
    }
}
