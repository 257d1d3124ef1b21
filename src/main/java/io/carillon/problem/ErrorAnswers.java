package io.carillon.problem;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.carillon.database.Page;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns whatever a resource, a parser or the framework throws into problem+json. Start here; the sentences for JSON are in
 * {@link JsonFindings}, for broken bounds in {@link BoundFindings}, for our own trouble in {@link OwnTrouble}.
 */
@Singleton
public class ErrorAnswers {
    /** Before the mappers that libraries bring for the same exceptions. */
    private static final int FIRST = 1;

    private final Language language;
    private final OwnTrouble ownTrouble;

    public ErrorAnswers(Language language, OwnTrouble ownTrouble) {
        this.language = language;
        this.ownTrouble = ownTrouble;
    }

    /** JSON that cannot be read, or not as what was asked for. */
    @ServerExceptionMapper(
            value = {
                JsonProcessingException.class,
                MismatchedInputException.class,
                InvalidFormatException.class,
                UnrecognizedPropertyException.class,
                InvalidDefinitionException.class
            },
            priority = FIRST)
    public Response json(JsonProcessingException problem, HttpServerRequest request) {
        // Jackson wraps what the body itself threw, when it throws in the middle of a field.
        Optional<HttpProblem> ofTheBody = expected(problem);
        if (ofTheBody.isPresent()) {
            return answer(ofTheBody.get(), request);
        }
        boolean isOurs =
                problem instanceof InvalidDefinitionException || problem.getProcessor() instanceof JsonGenerator;
        return isOurs
                ? ownTrouble.answer(problem)
                : answer(Problem.invalid(JsonFindings.of(problem, language.locale())), request);
    }

    /** A parameter or field outside its bounds. */
    @ServerExceptionMapper(
            value = {ConstraintViolationException.class, ValidationException.class},
            priority = FIRST)
    public Response bounds(ValidationException problem, HttpServerRequest request) {
        if (problem instanceof ConstraintViolationException broken && BoundFindings.isCallers(broken)) {
            List<Finding> findings = BoundFindings.of(broken);
            return answer(Problem.invalid(language.text("invalid.bounds"), findings), request);
        }
        return ownTrouble.answer(problem);
    }

    /** A cursor that no list of ours gave out. */
    @ServerExceptionMapper(priority = FIRST)
    public Response cursor(Page.InvalidCursor problem, HttpServerRequest request) {
        return answer(
                Problem.invalid(Finding.error("cursor", "invalid_cursor", null, null, language.text("invalid.cursor"))),
                request);
    }

    /** What the framework itself says no to: a path, a method, a media type, a parameter that cannot be converted. */
    @ServerExceptionMapper(
            value = {WebApplicationException.class, NotFoundException.class},
            priority = FIRST)
    public Response web(WebApplicationException problem, HttpServerRequest request) {
        Response given = problem.getResponse();
        if (problem.getCause() instanceof JsonProcessingException json) {
            return json(json, request);
        }
        if (given.hasEntity() || given.getStatus() < 400) {
            return given;
        }
        if (given.getStatus() >= 500) {
            return ownTrouble.answer(problem);
        }
        if (given.getStatus() == 404 && problem.getCause() instanceof IllegalArgumentException) {
            Finding finding =
                    Finding.error(path(request), "invalid_parameter", null, null, language.text("invalid.parameter"));
            return answer(Problem.invalid(finding), request);
        }
        return answer(refused(given, request), request);
    }

    /** Everything else is trouble of our own. A problem that was thrown inside another exception stays what it is. */
    @ServerExceptionMapper(
            value = {Throwable.class, Exception.class},
            priority = FIRST)
    public Response other(Throwable problem, HttpServerRequest request) {
        return expected(problem).map(expected -> answer(expected, request)).orElseGet(() -> ownTrouble.answer(problem));
    }

    /** What was meant by an exception that others have wrapped. */
    private Optional<HttpProblem> expected(Throwable problem) {
        for (Throwable t = problem; t != null; t = t.getCause()) {
            if (t instanceof HttpProblem expected) {
                return Optional.of(expected);
            } else if (t instanceof BrokenBody) {
                return Optional.of(
                        Problem.of(400, "invalid", "What you sent needs mending", language.text("http.broken-body")));
            }
        }
        return Optional.empty();
    }

    private static Response answer(HttpProblem problem, HttpServerRequest request) {
        return HttpProblem.builder(problem)
                .withInstance(URI.create(path(request)))
                .build()
                .toResponse();
    }

    private HttpProblem refused(Response given, HttpServerRequest request) {
        Refusal refusal = Refusal.of(given.getStatus());
        HttpProblem.Builder problem = Problem.build(
                refusal.slug(),
                refusal.title(),
                given.getStatus(),
                language.text("http." + refusal.slug(), request.method(), path(request)));
        for (String kept : List.of("Allow", "WWW-Authenticate", "Retry-After")) {
            if (given.getHeaderString(kept) != null) {
                problem.withHeader(kept, given.getHeaderString(kept));
            }
        }
        return problem.build();
    }

    private static String path(HttpServerRequest request) {
        return ShownPath.of(String.valueOf(request.path()));
    }

    /** What a bare status means. */
    private record Refusal(String slug, String title) {
        static Refusal of(int status) {
            return switch (status) {
                case 401 -> new Refusal("unauthorized", "A bearer token is needed");
                case 403 -> new Refusal("forbidden", "Not allowed");
                case 404 -> new Refusal("not-found", "Not found");
                case 405 -> new Refusal("method-not-allowed", "Not this method");
                case 406 -> new Refusal("not-acceptable", "Not in this form");
                case 413 -> new Refusal("too-large", "Too large");
                case 415 -> new Refusal("unsupported-media-type", "Not this media type");
                default -> new Refusal("invalid", "What you sent needs mending");
            };
        }
    }
}
