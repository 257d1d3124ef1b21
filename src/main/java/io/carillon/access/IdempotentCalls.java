package io.carillon.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@link IdempotentAnswers} around every {@link Idempotent} method, before its transaction begins. Two requests are the
 * same when the method's parameters are: white space in JSON makes no difference, another query does.
 */
@Idempotent
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + IdempotentCalls.BEFORE_TRANSACTIONS)
public class IdempotentCalls {
    /** Transactions begin at 200. */
    static final int BEFORE_TRANSACTIONS = 150;

    private final IdempotentAnswers answers;
    private final Actor actor;
    private final CurrentVertxRequest request;
    private final ObjectMapper json;

    public IdempotentCalls(IdempotentAnswers answers, Actor actor, CurrentVertxRequest request, ObjectMapper json) {
        this.answers = answers;
        this.actor = actor;
        this.request = request;
        this.json = json;
    }

    @AroundInvoke
    Object once(InvocationContext call) throws Exception {
        HttpServerRequest http = request.getCurrent().request();
        String key = http.getHeader("Idempotency-Key");
        if (key == null) {
            return call.proceed();
        }
        return answers.answer(actor.name(), http.method().name(), http.path(), key, written(call), () -> work(call));
    }

    /** A raw body that is empty is as none, and stands for nothing. */
    private String written(InvocationContext call) throws JsonProcessingException {
        List<@Nullable Object> told = new ArrayList<>();
        Class<?>[] types = call.getMethod().getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            Object value = call.getParameters()[i];
            boolean isNoBody = types[i] == byte[].class && (value == null || ((byte[]) value).length == 0);
            if (!isNoBody) {
                told.add(value);
            }
        }
        return json.writeValueAsString(told);
    }

    private static Response work(InvocationContext call) {
        try {
            return (Response) call.proceed();
        } catch (RuntimeException expected) {
            throw expected;
        } catch (Exception checked) {
            throw new IllegalStateException("No resource of ours throws checked exceptions", checked);
        }
    }
}
