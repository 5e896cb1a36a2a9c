package org.speakdraw.launcher.checks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names under which the server may be called. A page of somebody else could make a browser here believe that its
 * name is this machine's address (DNS rebinding) and then talk to the server as if it were its own; such a request
 * carries that name, and is refused. Numeric addresses are always fine: nobody can make them mean something else.
 *
 * @param names   lower case, without port
 * @param given   those of them that the user asked for: the others change with the network
 * @param anyName whether every name is taken: behind a proxy that was not told apart by a name
 */
public record HostNames(List<String> names, List<String> given, boolean anyName) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final String MULTICAST = ".local";
    private static final long LOOKUP_SECONDS = 4;
    private static final String NUMERIC = "[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+|\\[[0-9a-f:.]+\\]";
    private static final String LOCAL = "localhost|[a-z0-9-]+[.]localhost";

    /**
     * The names of this machine and the given ones.
     *
     * @param given       as the user gave them, for example {@code speakdraw.school.example}
     * @param bind        what the server was told to listen on: a name is one of its own
     * @param behindProxy whether requests come through a proxy, which has a name of its own
     */
    public static HostNames of(List<String> given, String bind, boolean behindProxy) {
        List<String> names = new ArrayList<>();
        for (String host : given) {
            String name = host.strip().toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches()) {
                throw new LaunchException(
                        Failure.ADDRESS, "--host: " + host + " is not a host name; give it without scheme and port.");
            }
            names.add(name);
        }
        Stream.of(bind.toLowerCase(Locale.ROOT)).filter(HostNames::isName).forEach(names::add);
        List<String> askedFor = List.copyOf(names);
        ofThisMachine().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(HostNames::isName)
                .forEach(names::add);
        return new HostNames(names.stream().distinct().toList(), askedFor, behindProxy && given.isEmpty());
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches() && !NUMBERS.matcher(text).matches();
    }

    /** Name servers that do not answer cost the names that only they know, and not the start. */
    private static List<String> ofThisMachine() {
        return CompletableFuture.supplyAsync(HostNames::askSystem)
                .completeOnTimeout(List.of(), LOOKUP_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static List<String> askSystem() {
        try {
            InetAddress machine = InetAddress.getLocalHost();
            String plain = machine.getHostName().split("[.]", 2)[0];
            // The last one is that of multicast DNS, by which machines of a network without a name server find each
            // other.
            return List.of(machine.getHostName(), machine.getCanonicalHostName(), plain, plain + MULTICAST);
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    /** What a person calls this machine. */
    public String machine() {
        return names.stream()
                .filter(name -> name.endsWith(MULTICAST))
                .map(name -> name.substring(0, name.length() - MULTICAST.length()))
                .findFirst()
                .orElse("localhost");
    }

    /** The same and others, such as those of a certificate. */
    public HostNames and(List<String> others) {
        return new HostNames(
                Stream.concat(names.stream(), others.stream().map(name -> name.toLowerCase(Locale.ROOT)))
                        .filter(name -> NAME.matcher(name).matches())
                        .distinct()
                        .toList(),
                given,
                anyName);
    }

    /** A regular expression of the whole {@code Host} header. */
    public String pattern() {
        if (anyName) {
            return ".*";
        }
        String given =
                names.stream().map(name -> "|" + name.replace(".", "[.]")).collect(Collectors.joining());
        return "(?i)(" + LOCAL + "|" + NUMERIC + given + ")(:[0-9]+)?";
    }
}
