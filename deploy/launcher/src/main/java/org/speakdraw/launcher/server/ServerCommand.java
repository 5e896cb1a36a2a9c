package org.speakdraw.launcher.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.speakdraw.launcher.instance.DataDirectory;

/**
 * The server's command line: what bin/standalone.sh would run, with everything that is written under the data
 * directory.
 */
final class ServerCommand {

    /** As in WildFly's bin/common.sh. */
    private static final List<String> MODULE_OPTIONS = List.of(
            "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.url.ldap=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.url.ldaps=ALL-UNNAMED",
            "--add-exports=jdk.naming.dns/com.sun.jndi.dns=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.management/javax.management=ALL-UNNAMED",
            "--add-opens=java.naming/javax.naming=ALL-UNNAMED");

    /** Models live outside the heap; frames and JSON are small. The first sizes spare the start a dozen collections. */
    private static final List<String> MEMORY = List.of(
            "-Xms256m", "-Xmx1g", "-XX:MetaspaceSize=128m", "-XX:MaxMetaspaceSize=256m", "-XX:+ExitOnOutOfMemoryError");

    /**
     * JavaCPP would take models, which are of another library, for a leak and refuse to open a picture beside large
     * ones.
     */
    private static final String ANY_PROCESS_SIZE = "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0";

    private ServerCommand() {}

    static List<String> of(ServerOptions options, int javaFeature) {
        DataDirectory data = options.data();
        Path standalone = options.home().resolve("standalone");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-D[SpeakDraw]");
        command.addAll(MEMORY);
        command.add(ANY_PROCESS_SIZE);
        command.addAll(MODULE_OPTIONS);
        command.addAll(forNativeCode(javaFeature));
        command.add("-javaagent:" + options.agent() + "=" + options.postmaster());
        command.addAll(List.of(
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + data.scratch(),
                "-Dorg.bytedeco.javacpp.cachedir=" + options.cache().resolve("javacpp"),
                "-Dlogging.configuration="
                        + standalone.resolve("configuration/logging.properties").toUri(),
                "-Djboss.home.dir=" + options.home(),
                "-Djboss.server.base.dir=" + standalone,
                "-Djboss.server.log.dir=" + data.logs(),
                "-Djboss.server.data.dir=" + data.serverState(),
                "-Djboss.server.content.dir=" + data.serverState().resolve("content"),
                "-Djboss.server.temp.dir=" + data.scratch().resolve("server"),
                "-Djboss.bind.address=" + options.listen().address().getHostAddress(),
                "-Djboss.http.port=" + options.listen().port(),
                "-Dspeakdraw.hosts=" + options.hosts().pattern(),
                // By default both go into the working directory, one more for each crash, a core as large as the
                // memory.
                "-XX:ErrorFile=" + data.crashLog(),
                "-XX:-CreateCoredumpOnCrash"));
        options.https().ifPresent(https -> command.addAll(https.options()));
        Stream.of(options.javaOptions().trim().split("\\s+", -1))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.addAll(List.of(
                "-jar",
                options.home().resolve("jboss-modules.jar").toString(),
                "-mp",
                options.home().resolve("modules").toString(),
                "org.jboss.as.standalone",
                "--read-only-server-config=standalone.xml"));
        return command;
    }

    /** Newer JDKs warn when libraries load native code or use Unsafe without being allowed to. */
    private static List<String> forNativeCode(int javaFeature) {
        List<String> options = new ArrayList<>();
        if (javaFeature >= 22) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        if (javaFeature >= 24) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }
}
