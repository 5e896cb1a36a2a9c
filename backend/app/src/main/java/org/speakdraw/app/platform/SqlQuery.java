package org.speakdraw.app.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A query put together by a store, piece by piece, with its parameters: what a client sent never becomes part of the text. */
public final class SqlQuery {

    private final StringBuilder text = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    /** Adds a line of SQL with a value for each of its question marks. */
    public SqlQuery add(String sql, Object... values) {
        text.append(sql).append('\n');
        parameters.addAll(List.of(values));
        return this;
    }

    /** The statement with its parameters set; the caller closes it. */
    public PreparedStatement prepare(Connection connection) throws SQLException {
        return prepare(connection, "");
    }

    /** The same with something before it, such as {@code explain}. */
    public PreparedStatement prepare(Connection connection, String before) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(before + text);
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
        return statement;
    }
}
