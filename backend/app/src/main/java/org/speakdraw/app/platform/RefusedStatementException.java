package org.speakdraw.app.platform;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * The database is there and refused a statement, and would refuse it again: a constraint, a value, or the statement
 * itself is wrong. Says which, but never with values, and has no cause that would: what people draw and write stays out
 * of logs.
 */
public final class RefusedStatementException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Class of SQLSTATE: data exceptions. Their messages may quote a value; those of the others name tables and
     * constraints.
     */
    private static final String DATA = "22";

    /** Classes of SQLSTATE: cardinality, data, integrity, and syntax or access. */
    private static final Set<String> FAULTS_OF_STATEMENTS = Set.of("21", DATA, "23", "42");

    private RefusedStatementException(String message, SQLException error) {
        super(message);
        setStackTrace(error.getStackTrace());
    }

    /**
     * The refusal that {@code error} is; empty when the fault is the connection's or the server's (08, 57 and the
     * like).
     */
    static Optional<RefusedStatementException> of(SQLException error) {
        String state = error.getSQLState();
        if (state == null || !FAULTS_OF_STATEMENTS.contains(state.substring(0, 2))) {
            return Optional.empty();
        }
        String reason = state.startsWith(DATA) ? "a value does not fit" : reasonOf(error);
        return Optional.of(new RefusedStatementException(
                "The database refused a statement (SQLSTATE " + state + "): " + reason, error));
    }

    /** A batch's own message quotes the statement; what comes with it is the reason. */
    private static String reasonOf(SQLException error) {
        for (Throwable each : error) {
            if (each instanceof SQLException && !(each instanceof BatchUpdateException)) {
                return String.valueOf(each.getMessage());
            }
        }
        return "no reason given";
    }
}
