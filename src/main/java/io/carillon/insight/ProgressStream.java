package io.carillon.insight;

import io.carillon.delivery.view.RunViews;
import io.carillon.delivery.view.RunViews.ProgressView;
import io.carillon.problem.Language;
import io.carillon.problem.Problem;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * A run's figures as server-sent events. A stream holds no thread and no connection to the database between two looks; a client
 * that reads slowly misses figures, never the last ones. Whoever asks {@code …/progress} itself for {@code text/event-stream} is
 * led here; anybody else gets JSON there, also those who take anything. When its process stops a stream ends without a last event, and
 * the client asks another one.
 */
@Path("/api/campaigns/{id}/progress/stream")
@Tag(name = "Runs", description = "What becomes of a launched campaign")
public class ProgressStream {
    private static final Duration LOOK = Duration.ofMillis(500);
    /** Proxies close a stream that is silent for longer than half a minute or so. */
    private static final int LOOKS_PER_HEARTBEAT = 30;

    private static final Pattern PROGRESS = Pattern.compile("/?api/campaigns/[^/]+/progress");
    private static final Set<String> ENDS = Set.of("completed", "cancelled");

    private final RunViews views;
    private final Language language;
    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean isEnding;

    public ProgressStream(
            RunViews views,
            Language language,
            @ConfigProperty(name = "carillon.progress-streams", defaultValue = "200") int most) {
        this.views = views;
        this.language = language;
        this.most = most;
    }

    /** The stop of a process waits for every answer under way, and its work for the stop: no stream may hold them up. */
    void end(@Observes ShutdownDelayInitiatedEvent stopping) {
        isEnding = true;
    }

    @ServerRequestFilter(preMatching = true)
    void lead(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        String accept = request.getHeaderString("Accept");
        if (accept != null
                && accept.contains(MediaType.SERVER_SENT_EVENTS)
                && PROGRESS.matcher(path).matches()) {
            request.setRequestUri(
                    request.getUriInfo().getRequestUriBuilder().path("stream").build());
        }
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(
            summary = "Figures as they change",
            description = "An event 'progress' whenever a figure changed, at most two a second; the last one is named"
                    + " 'completed' or 'cancelled' and ends the stream.")
    @APIResponse(
            responseCode = "200",
            description = "Events whose data is what /progress answers",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "409", description = "not-launched")
    public Multi<OutboundSseEvent> follow(@PathParam("id") long id, @Context Sse sse) {
        Locale locale = language.locale();
        views.requireRun(id);
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            throw Problem.retryLater(
                    503,
                    "too-many-streams",
                    "Too many streams",
                    language.text("progress.streams", most),
                    Duration.ofSeconds(10));
        }
        Watch watch = new Watch(id, locale, sse);
        return Multi.createFrom()
                .ticks()
                .startingAfter(Duration.ofMillis(1))
                .every(LOOK)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .onItem()
                .transformToMultiAndConcatenate(tick -> watch.look())
                .select()
                .first(event -> watch.goesOn())
                .onTermination()
                .invoke(open::decrementAndGet);
    }

    /** One client's stream; looks come one after the other. */
    private final class Watch {
        private final long run;
        private final Locale locale;
        private final Sse sse;
        private @Nullable ProgressView shown;
        private int silent;
        private boolean isOver;
        private boolean isEnded;

        Watch(long run, Locale locale, Sse sse) {
            this.run = run;
            this.locale = locale;
            this.sse = sse;
        }

        Multi<OutboundSseEvent> look() {
            if (isEnding) {
                return Multi.createFrom().item(comment("the end"));
            }
            ProgressView now = views.progress(run, locale);
            if (now.equals(shown)) {
                return isOver ? Multi.createFrom().item(comment("the end")) : heartbeat();
            }
            shown = now;
            silent = 0;
            isOver = ENDS.contains(now.state()) && now.stage().equals("closed");
            return Multi.createFrom()
                    .item(sse.newEventBuilder()
                            .name(isOver ? now.state() : "progress")
                            .data(ProgressView.class, now)
                            .build());
        }

        private Multi<OutboundSseEvent> heartbeat() {
            if (++silent < LOOKS_PER_HEARTBEAT) {
                return Multi.createFrom().empty();
            }
            silent = 0;
            return Multi.createFrom().item(comment("still here"));
        }

        private OutboundSseEvent comment(String text) {
            return sse.newEventBuilder().comment(text).build();
        }

        /** Asked once for every event: false for the one after the last, which closes the stream and is not sent. */
        boolean goesOn() {
            boolean isWanted = !isEnded && !isEnding;
            isEnded = isOver;
            return isWanted;
        }
    }
}
