package org.speakdraw.launcher;

import java.util.List;
import org.speakdraw.launcher.checks.LaunchException;
import org.speakdraw.launcher.models.ModelsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code ./speakdraw}: starts, stops and shows one instance on this machine. */
@Command(
        name = "speakdraw",
        description = "Realtime SpeakDraw: a live picture, repainted while you draw and speak.",
        mixinStandardHelpOptions = true,
        version = "Realtime SpeakDraw 0.1.0",
        subcommands = {
            RunCommand.class,
            StatusCommand.class,
            StopCommand.class,
            LogsCommand.class,
            ModelsCommand.class,
            BenchCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:something else",
            "2:wrong usage, or a tool is missing or too old",
            "3:the port or address cannot be used; status: not running",
            "4:the model bundle is missing, broken or refused by the server",
            "5:the data directory cannot be written, or its disk is full",
            "6:another instance runs on the data directory",
            "7:the embedded database did not start",
            "8:the server did not start",
            "9:the server ended again and again"
        })
public final class Main {

    /** What the JVM makes of bytes that are no character in its locale. */
    private static final char UNREADABLE = '\uFFFD';

    private Main() {}

    public static void main(String[] arguments) {
        for (String argument : arguments) {
            if (argument.indexOf(UNREADABLE) >= 0) {
                Terminal.ofProcess()
                        .fail("This locale has no letter for " + argument
                                + "; start with LC_ALL=C.UTF-8, or use ./speakdraw, which does.");
                System.exit(CommandLine.ExitCode.USAGE);
            }
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpAutoWidth(true)
                .setOverwrittenOptionsAllowed(true)
                .setParameterExceptionHandler((error, arguments) -> {
                    Terminal.ofProcess().fail(wrongUsage(error));
                    return error.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
                })
                .setExecutionExceptionHandler((error, command, parsed) -> {
                    Terminal terminal = Terminal.ofProcess();
                    if (error instanceof LaunchException known) {
                        terminal.fail(String.valueOf(known.getMessage()));
                        return known.failure().exitCode();
                    }
                    terminal.fail(error.getClass().getSimpleName() + ": " + error.getMessage());
                    return 1;
                });
    }

    /** One line, as of every other mistake: a page of options would push it off the screen. */
    static String wrongUsage(ParameterException error) {
        List<String> similar =
                error instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return error.getMessage()
                + (similar.isEmpty() ? "" : " (did you mean " + String.join(" or ", similar) + "?)")
                + "; see ./" + error.getCommandLine().getCommandSpec().qualifiedName() + " --help.";
    }
}
