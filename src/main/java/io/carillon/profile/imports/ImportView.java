package io.carillon.profile.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An import as it is now. While it runs {@code rowsRead} grows first; when it is done, {@code rowsRead = created + updated +
 * unchanged + rejected}.
 *
 * @param state {@code waiting} for those that came before, {@code running}, {@code completed} or {@code failed}
 * @param waitsFor the import that is being worked off while this one waits; null unless it waits for one
 * @param created people who were not there before
 * @param updated people of whom something changed
 * @param unchanged rows that said nothing new, among them earlier rows of a person that has several
 * @param rejected rows left out
 * @param findings how many there are of each kind; null in lists
 * @param notes what was assumed: encoding, scopes, ignored columns
 * @param error why the whole file was not imported; null unless it failed
 * @param findingsAt where the findings are listed
 */
public record ImportView(
        long id,
        String state,
        @Nullable Long waitsFor,
        @Nullable String fileName,
        String actor,
        long rowsRead,
        long created,
        long updated,
        long unchanged,
        long rejected,
        @Nullable List<Count> findings,
        @Schema(implementation = Object[].class) JsonNode notes,
        @Nullable Error error,
        Instant startedAt,
        @Nullable Instant finishedAt,
        String findingsAt) {

    /**
     * How many findings of one kind.
     *
     * @param severity {@code rejected} (the row was left out) or {@code warning}
     */
    public record Count(String severity, String reason, long count) {}

    /**
     * Why the file was not imported.
     *
     * @param line where it begins; null where it is nowhere in particular
     * @param message what to fix
     */
    public record Error(String code, @Nullable Long line, String message) {

        static Error of(JsonNode stored, Locale language) {
            FileFault fault = FileFault.of(stored.path("fault").asText());
            long line = stored.path("line").asLong();
            return new Error(
                    fault.id(),
                    line == 0 ? null : line,
                    fault.text(language, line, stored.path("detail").asText()));
        }
    }

    ImportView with(List<Count> counts) {
        return new ImportView(
                id,
                state,
                waitsFor,
                fileName,
                actor,
                rowsRead,
                created,
                updated,
                unchanged,
                rejected,
                counts,
                notes,
                error,
                startedAt,
                finishedAt,
                findingsAt);
    }
}
