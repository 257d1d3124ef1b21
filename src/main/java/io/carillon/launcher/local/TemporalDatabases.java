package io.carillon.launcher.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Temporal's two databases in our PostgreSQL, owned by a role of their own, with the schema of the server's version. */
final class TemporalDatabases {
    static final String ROLE = "temporal";
    static final String STORE = "temporal";
    static final String VISIBILITY = "temporal_visibility";

    // The tool's own; it is there as soon as the schema was begun.
    private static final String VERSION_TABLE = "schema_version";
    private static final Map<String, String> SCHEMAS =
            Map.of(STORE, "postgresql/v12/temporal", VISIBILITY, "postgresql/v12/visibility");
    private static final Duration AT_MOST = Duration.ofMinutes(3);

    private final LocalPostgres postgres;
    private final Path sqlTool;
    private final String password;

    TemporalDatabases(LocalPostgres postgres, Path sqlTool, String password) {
        this.postgres = postgres;
        this.sqlTool = sqlTool;
        this.password = password;
    }

    /** Makes what is missing and brings the schema up to date; changes nothing where all of it is there. */
    void prepare() {
        for (String database : List.of(STORE, VISIBILITY)) {
            postgres.addDatabase(database, ROLE, password);
            if (!postgres.hasTable(database, VERSION_TABLE)) {
                tool(database, "setup-schema", "-v", "0.0");
            }
            tool(database, "update-schema", "--schema-name", SCHEMAS.get(database));
        }
    }

    int port() {
        return postgres.port();
    }

    String password() {
        return password;
    }

    private void tool(String database, String... arguments) {
        List<String> command = new ArrayList<>(List.of(sqlTool.toString()));
        command.addAll(List.of(arguments));
        Map<String, String> login = Map.of(
                "SQL_PLUGIN",
                "postgres12",
                "SQL_HOST",
                "127.0.0.1",
                "SQL_PORT",
                Integer.toString(postgres.port()),
                "SQL_USER",
                ROLE,
                "SQL_PASSWORD",
                password,
                "SQL_DATABASE",
                database);
        ProgramRun run = ProgramRun.of(command, login, AT_MOST);
        if (!run.isGood()) {
            throw new LaunchFailure("Temporal's schema cannot be set up in the database " + database + " ("
                    + arguments[0] + "):\n" + run.output().indent(4));
        }
    }
}
