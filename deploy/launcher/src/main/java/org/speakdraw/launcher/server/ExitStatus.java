package org.speakdraw.launcher.server;

/**
 * How a process ended.
 *
 * @param status its exit status; 128 and the signal's number when it was killed, as the JDK tells it
 */
record ExitStatus(int status) {

    /** As a clause, for example {@code it was killed (signal 9)}. */
    String words() {
        return switch (status) {
            case 3 -> "its memory ran out (Java heap; see SPEAKDRAW_JAVA_OPTS)";
            case 134, 136, 139 -> "it crashed in native code (signal " + (status - 128) + ")";
            case 137 -> "it was killed (signal 9), by somebody or because the machine's memory ran out";
            case 143 -> "somebody told it to end (signal 15)";
            default ->
                status > 128 ? "it was killed (signal " + (status - 128) + ")" : "it ended with exit status " + status;
        };
    }
}
