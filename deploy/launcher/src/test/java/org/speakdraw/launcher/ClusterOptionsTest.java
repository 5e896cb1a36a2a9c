package org.speakdraw.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.launcher.checks.ListenAddress;
import picocli.CommandLine;

class ClusterOptionsTest {

    private static ClusterOptions parse(String... arguments) {
        ClusterOptions options = new ClusterOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("cluster", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments);
        return options;
    }

    @Test
    void aServerOnItsOwnIsToldNothing() {
        ClusterOptions alone = parse();
        alone.check();
        assertThat(alone.environment(ListenAddress.of("127.0.0.1", 8080))).isEmpty();
    }

    @Test
    void tellsTheServerWhereTheOthersReachIt() {
        ClusterOptions options = parse("--cluster", "school", "--node", "3");
        options.check();
        assertThat(options.environment(ListenAddress.of("127.0.0.1", 8083)))
                .containsEntry("SPEAKDRAW_CLUSTER_NAME", "school")
                .containsEntry("SPEAKDRAW_CLUSTER_NUMBER", "3")
                .containsEntry("SPEAKDRAW_CLUSTER_ADDRESS", "http://127.0.0.1:8083");
    }

    @ParameterizedTest
    @CsvSource({
        "db.school.example, jdbc:postgresql://db.school.example/speakdraw",
        "10.0.0.5:5433, jdbc:postgresql://10.0.0.5:5433/speakdraw",
        "jdbc:postgresql://db/other?ssl=true, jdbc:postgresql://db/other?ssl=true"
    })
    void joinsADatabase(String given, String url) {
        assertThat(parse("--cluster", "school", "--join", given).withDatabase(Map.of()))
                .containsEntry("SPEAKDRAW_DATABASE_URL", url);
    }

    @ParameterizedTest
    @CsvSource({"http://db/speakdraw", "'db; drop table'"})
    void refusesWhatIsNoDatabase(String given) {
        ClusterOptions options = parse("--cluster", "school", "--join", given);
        assertThatThrownBy(() -> options.withDatabase(Map.of())).hasMessageContaining("--join");
    }

    @Test
    void refusesToJoinNothing() {
        assertThatThrownBy(() -> parse("--join", "db").check()).hasMessageContaining("--cluster");
        assertThatThrownBy(() -> parse("--cluster", "a b").check()).hasMessageContaining("--cluster");
        assertThatThrownBy(() -> parse("--cluster", "a", "--node", "70000").check())
                .hasMessageContaining("--node");
    }
}
