package io.carillon.problem;

import io.carillon.database.Page;
import io.carillon.database.Sql;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Fails in every way that a resource can. */
@Path("/api/test-errors")
public class TestErrorsResource {
    private final Sql sql;

    public TestErrorsResource(Sql sql) {
        this.sql = sql;
    }

    /** Something to be sent. */
    public record Thing(@NotBlank String name, Integer size, Instant at, Colour colour, List<@Valid Part> parts) {}

    /** A part of it. */
    public record Part(@Size(max = 3) String code, Integer weight) {}

    /** A choice. */
    public enum Colour {
        RED,
        GREEN
    }

    @POST
    @Path("/thing")
    @Consumes("application/json")
    public Map<String, String> thing(@Valid @NotNull Thing thing) {
        return Map.of("name", thing.name());
    }

    @POST
    @Path("/length")
    @Consumes("text/plain")
    public Map<String, Integer> length(byte[] body) {
        return Map.of("length", body.length);
    }

    @GET
    @Path("/number/{id}")
    public Map<String, Long> number(@PathParam("id") long id, @QueryParam("limit") @Max(10) int limit) {
        return Map.of("id", id);
    }

    @GET
    @Path("/crash")
    public String crash() {
        throw new IllegalStateException("secret-of-ours", new RuntimeException("deeper-secret"));
    }

    @GET
    @Path("/broken-sql")
    public String brokenSql() {
        sql.run("select secret_column from no_such_table");
        return "";
    }

    @GET
    @Path("/slow-sql")
    public String slowSql() {
        sql.with(connection -> {
            try (var statement = connection.createStatement()) {
                statement.setQueryTimeout(1);
                return statement.execute("select pg_sleep(60)");
            }
        });
        return "";
    }

    @GET
    @Path("/full-disk")
    public String fullDisk() {
        sql.run("do $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$");
        return "";
    }

    @GET
    @Path("/cursor")
    public String cursor(@QueryParam("cursor") String cursor) {
        return String.valueOf(Page.positionNumber(cursor));
    }

    @GET
    @Path("/wrapped")
    public String wrapped() {
        throw new IllegalStateException("outer", Problem.conflict("wrapped", "Wrapped", "Still a problem"));
    }

    @GET
    @Path("/settings")
    public Map<String, String> settings() {
        return sql.with(connection -> {
            try (var rows = connection
                    .createStatement()
                    .executeQuery(
                            "select current_setting('plan_cache_mode'), current_setting('statement_timeout'), current_setting('jit')")) {
                rows.next();
                return Map.of(
                        "planCacheMode",
                        rows.getString(1),
                        "statementTimeout",
                        rows.getString(2),
                        "jit",
                        rows.getString(3));
            }
        });
    }
}
