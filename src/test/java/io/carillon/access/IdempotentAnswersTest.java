package io.carillon.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.problem.Problem;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class IdempotentAnswersTest {
    @Inject
    IdempotentAnswers answers;

    @Inject
    Sql sql;

    private final String key = UUID.randomUUID().toString();
    private final AtomicInteger worked = new AtomicInteger();

    @Test
    void answersTheSameWithoutWorkingAgain() {
        Response first = ask("{}");
        Response second = ask("{}");

        assertThat(worked).hasValue(1);
        assertThat(second.getStatus()).isEqualTo(first.getStatus()).isEqualTo(202);
        assertThat(second.getEntity()).isEqualTo(first.getEntity()).isEqualTo("{\"id\":1}");
        assertThat(second.getHeaderString("Location")).isEqualTo("/api/things/1");
        assertThat(second.getHeaderString("Idempotent-Replayed")).isEqualTo("true");
    }

    @Test
    void refusesTheKeyForAnotherBody() {
        ask("{}");
        assertThatThrownBy(() -> ask("{\"other\":1}"))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> assertThat(problem.getStatusCode()).isEqualTo(422));
        assertThat(worked).hasValue(1);
    }

    @Test
    void anotherActorPathOrMethodIsAnotherKey() {
        ask("{}");
        answers.answer("other", "POST", "/api/things", key, "{}", this::work);
        answers.answer("tester", "POST", "/api/others", key, "{}", this::work);
        answers.answer("tester", "PUT", "/api/things", key, "{}", this::work);
        assertThat(worked).hasValue(4);
    }

    @Test
    void worksEveryTimeWithoutAKey() {
        answers.answer("tester", "POST", "/api/things", null, "{}", this::work);
        answers.answer("tester", "POST", "/api/things", null, "{}", this::work);
        assertThat(worked).hasValue(2);
    }

    @Test
    void aProblemUndoesTheWorkAndFreesTheKey() {
        assertThatThrownBy(() -> answers.answer("tester", "POST", "/api/things", key, "{}", () -> {
                    mark();
                    throw Problem.conflict("no", "No", "Not now");
                }))
                .isInstanceOf(HttpProblem.class);
        assertThat(marks()).isZero();
        assertThat(ask("{}").getStatus()).isEqualTo(202);
    }

    @Test
    void anAnswerOfRefusalUndoesTheWorkToo() {
        Response refused = answers.answer("tester", "POST", "/api/things", key, "{}", () -> {
            mark();
            return Response.status(409).build();
        });
        assertThat(refused.getStatus()).isEqualTo(409);
        assertThat(marks()).isZero();
        assertThat(ask("{}").getStatus()).isEqualTo(202);
    }

    @Test
    void theWorkCommitsWithItsAnswer() {
        answers.answer("tester", "POST", "/api/things", key, "{}", () -> {
            mark();
            return work();
        });
        assertThat(marks()).isEqualTo(1);
    }

    @Test
    void aSecondRequestWaitsForTheFirst() throws InterruptedException {
        CountDownLatch isWorking = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Response> first = CompletableFuture.supplyAsync(() -> inRequest(() -> {
            isWorking.countDown();
            await(mayEnd);
            return work();
        }));
        isWorking.await();
        CompletableFuture<Response> second = CompletableFuture.supplyAsync(() -> inRequest(this::work));
        awaitWaiter();
        mayEnd.countDown();

        assertThat(second.join().getEntity()).isEqualTo(first.join().getEntity());
        assertThat(worked).hasValue(1);
    }

    @Test
    void aSecondRequestIsToldToComeBackWhenTheFirstTakesLong() throws InterruptedException {
        CountDownLatch isWorking = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Response> first = CompletableFuture.supplyAsync(() -> inRequest(() -> {
            isWorking.countDown();
            await(mayEnd);
            return work();
        }));
        isWorking.await();
        try {
            assertThatThrownBy(() -> inRequest(this::work)).isInstanceOfSatisfying(HttpProblem.class, problem -> {
                assertThat(problem.getStatusCode()).isEqualTo(409);
                assertThat(problem.getHeaders()).containsKey("Retry-After");
            });
        } finally {
            mayEnd.countDown();
        }
        assertThat(first.join().getStatus()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "with blank", "schlüssel", "a\u0000b"})
    void aKeyIsVisibleAscii(String wrong) {
        assertThatThrownBy(() -> answers.answer("tester", "POST", "/api/things", wrong, "{}", this::work))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> assertThat(problem.getStatusCode()).isEqualTo(400));
        assertThat(worked).hasValue(0);
    }

    private Response ask(String body) {
        return answers.answer("tester", "POST", "/api/things", key, body, this::work);
    }

    private Response inRequest(java.util.function.Supplier<Response> work) {
        ManagedContext request = Arc.container().requestContext();
        boolean isOurs = !request.isActive();
        if (isOurs) {
            request.activate();
        }
        try {
            return answers.answer("tester", "POST", "/api/things", key, "{}", work);
        } finally {
            if (isOurs) {
                request.terminate();
            }
        }
    }

    private Response work() {
        int no = worked.incrementAndGet();
        return Response.accepted(Map.of("id", no))
                .location(URI.create("/api/things/" + no))
                .build();
    }

    private void mark() {
        sql.update("insert into segment (name, rule, created_by) values (?, '{}', 'tester')", key);
    }

    private long marks() {
        return sql.one("select count(*) from segment where name = ?", row -> row.getLong(1), key);
    }

    /** Until PostgreSQL says that somebody waits for the row of another transaction. */
    private void awaitWaiter() {
        while (sql.one(
                        "select count(*) from pg_stat_activity where datname = current_database()"
                                + " and wait_event_type = 'Lock' and query like 'insert into idempotent_answer%'",
                        row -> row.getLong(1))
                == 0) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }
}
