package io.carillon.delivery.recovery;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was done when a backup was restored. */
@Path("/api/recoveries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Recoveries", description = "Starts on a database restored from a backup")
public class RecoveryResource {
    private final RecoveryLog log;

    public RecoveryResource(RecoveryLog log) {
        this.log = log;
    }

    /** All of them. */
    @GET
    @Operation(
            summary =
                    "Recoveries of this database, the newest first, with the people of each run who may have been sent to",
            description = "A recovery is a start with CARILLON_RECOVER_SINCE. It leaves every open run paused.")
    public List<RecoveryLog.RecoveryView> list() {
        return log.all();
    }
}
