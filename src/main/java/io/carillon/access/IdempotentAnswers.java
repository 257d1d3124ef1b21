package io.carillon.access;

import io.carillon.database.DatabaseFailure;
import io.carillon.database.RegularWork;
import io.carillon.database.Sql;
import io.carillon.problem.Finding;
import io.carillon.problem.Language;
import io.carillon.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The same answer for the same {@code Idempotency-Key}. The work and its answer commit in one transaction (the caller's, if
 * there is one): after a crash either both are there or neither. Keys belong to an actor, a method and a path, and are kept
 * for {@link #KEPT}. Used by many threads and processes.
 */
@Singleton
public class IdempotentAnswers {
    /** How long an answer is repeated. */
    public static final Duration KEPT = Duration.ofDays(7);

    /** The header of an answer that was given before. */
    public static final String REPLAYED = "Idempotent-Replayed";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    // a second request waits this long for the first of the same key
    private static final String WAIT = "5s";
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final String LOCK_NOT_HAD = "55P03";

    private final Sql sql;
    private final StoredAnswers answers;
    private final Language language;
    private final RegularWork regular;

    public IdempotentAnswers(Sql sql, StoredAnswers answers, Language language, RegularWork regular) {
        this.sql = sql;
        this.answers = answers;
        this.language = language;
        this.regular = regular;
    }

    /**
     * Does the work once for this key and answers what it answered, however often it is asked. Only answers below 400 are
     * kept; a problem that the work throws or answers undoes the work, and the key may be used again.
     *
     * @param key the header as it came; null does the work without keeping the answer
     * @param requestBody the body as it came, or whatever else the request is told by; another one under the same key is a 422
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 for a key of wrong shape, 422 for one that was used for
     *     another body, 409 with Retry-After while the first request is still at work
     */
    public Response answer(
            String actor,
            String method,
            String path,
            @Nullable String key,
            String requestBody,
            Supplier<Response> work) {
        if (key == null) {
            return inTransaction(() -> undoneIfRefused(work.get()));
        }
        if (!KEY.matcher(key).matches()) {
            throw Problem.invalid(
                    Finding.error("Idempotency-Key", "invalid_key", null, null, language.text("key.shape")));
        }
        StoredAnswers.Key id = new StoredAnswers.Key(actor, method, path, key);
        byte[] hash = hash(requestBody);
        return inTransaction(() -> once(id, hash, work));
    }

    /** Carries an answer of refusal out of the transaction that it undoes. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Response response;

        Refused(Response response) {
            super("Refused with status " + response.getStatus(), null, false, false);
            this.response = response;
        }
    }

    private static Response inTransaction(Callable<Response> work) {
        boolean isCallers = QuarkusTransaction.getStatus() == Status.STATUS_ACTIVE;
        try {
            return QuarkusTransaction.joiningExisting().call(work);
        } catch (Refused refused) {
            if (isCallers) {
                QuarkusTransaction.setRollbackOnly();
            }
            return refused.response;
        }
    }

    private Response once(StoredAnswers.Key id, byte[] hash, Supplier<Response> work) {
        if (!reserve(id, hash)) {
            StoredAnswers.Stored stored = answers.find(id);
            if (!Arrays.equals(stored.requestHash(), hash)) {
                throw Problem.of(422, "idempotency-key-reused", "Key used before", language.text("key.reused"));
            }
            return stored.response(true);
        }
        Response response = undoneIfRefused(work.get());
        return answers.keep(id, response).response(false);
    }

    private boolean reserve(StoredAnswers.Key id, byte[] hash) {
        String before = sql.one("select current_setting('lock_timeout')", row -> row.getString(1));
        sql.run("select set_config('lock_timeout', ?, true)", WAIT);
        try {
            boolean isOurs = answers.reserve(id, hash);
            sql.run("select set_config('lock_timeout', ?, true)", before);
            return isOurs;
        } catch (DatabaseFailure failure) {
            if (LOCK_NOT_HAD.equals(failure.sqlState())) {
                throw Problem.retryLater(
                        409, "idempotency-key-busy", "Still at work", language.text("key.busy"), RETRY);
            }
            throw failure;
        }
    }

    private static Response undoneIfRefused(Response response) {
        if (response.getStatus() >= Response.Status.BAD_REQUEST.getStatusCode()) {
            throw new Refused(response);
        }
        return response;
    }

    void begin(@Observes StartupEvent started) {
        regular.begin(
                "old answers forgotten",
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                () -> answers.forgetOlderThan(KEPT));
    }

    private static byte[] hash(String body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256", impossible);
        }
    }
}
