package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The actions SendSms, SendBatchSms and QuerySendDetails, behind the gateway's checks. Runs on event loops; thread-safe. */
final class AliyunActions {
    private static final String VENDOR = "aliyun";
    private static final String VERSION = "2017-05-25";
    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final SandboxKit kit;
    private final AliyunReports reports;
    private final AliyunDetails details;
    private final AliyunSignature signature;
    private final AliyunGuard guard;
    private final Clock clock;
    private final AtomicLong nextBizId = new AtomicLong(System.currentTimeMillis() * 1_000);

    AliyunActions(SandboxKit kit, AliyunReports reports, AliyunSignature signature, Clock clock) {
        this.kit = kit;
        this.reports = reports;
        this.details = new AliyunDetails(kit, clock);
        this.signature = signature;
        this.guard = new AliyunGuard(clock);
        this.clock = clock;
    }

    void handle(RoutingContext context) {
        var request = context.request();
        byte[] body = context.body().buffer() == null
                ? new byte[0]
                : context.body().buffer().getBytes();
        AliyunSignature.Verdict verdict = signature.check(request, body);
        if (verdict.holds()) {
            verdict = guard.check(request.getHeader("x-acs-date"), request.getHeader("x-acs-signature-nonce"));
        }
        if (!verdict.holds()) {
            answer(context, verdict.status(), verdict.code(), verdict.message(), Map.of());
            return;
        }
        if (!VERSION.equals(request.getHeader("x-acs-version"))) {
            answer(context, 400, "InvalidVersion", "Specified parameter Version is not valid.", Map.of());
            return;
        }
        MultiMap parameters =
                MultiMap.caseInsensitiveMultiMap().addAll(request.params()).addAll(request.formAttributes());
        switch (Objects.requireNonNullElse(request.getHeader("x-acs-action"), "")) {
            case "SendSms" -> send(context, AliyunOrder.single(parameters));
            case "SendBatchSms" -> send(context, AliyunOrder.batch(parameters));
            case "QuerySendDetails" -> lookUp(context, AliyunQuery.read(parameters, AliyunFate.day(clock.instant())));
            default -> answer(context, 404, "InvalidAction.NotFound", "Specified api is not found.", Map.of());
        }
    }

    private void send(RoutingContext context, AliyunOrder.Reading reading) {
        AliyunOrder order = reading.order();
        if (order == null) {
            no(context, reading.code());
            return;
        }
        Fault fault = kit.faultFor(
                VENDOR,
                order.messages().stream().map(AliyunOrder.Message::address).toList());
        if (fault != null) {
            show(context, fault, () -> accept(context, order));
            return;
        }
        for (AliyunOrder.Message message : order.messages()) {
            if (kit.outcomeFor(VENDOR, message.address()) == SandboxKit.Outcome.REFUSED) {
                no(context, "isv.MOBILE_NUMBER_ILLEGAL");
                return;
            }
        }
        Taken taken = accept(context, order);
        HttpTrouble.answerAfter(
                taken.mayAnswer(), () -> answer(context, OK, "OK", "OK", Map.of("BizId", taken.bizId())));
    }

    /** Shows faults of calls as a send does; those of a message that is taken or refused say nothing of a question. */
    private void lookUp(RoutingContext context, AliyunQuery.Reading reading) {
        AliyunQuery query = reading.query();
        if (query == null) {
            answer(context, reading.status(), reading.code(), reading.message(), Map.of());
            return;
        }
        Fault fault = kit.faultFor(VENDOR, query.address());
        boolean isOfMessage =
                fault != null && (fault.kind() == Fault.Kind.ACCEPT_THEN_RESET || fault.kind() == Fault.Kind.REFUSE);
        if (fault == null || isOfMessage) {
            details.answer(context, query);
        } else {
            show(context, fault, () -> {});
        }
    }

    /** A call that was taken, and when that may be answered. */
    private record Taken(String bizId, Future<Void> mayAnswer) {}

    private Taken accept(RoutingContext context, AliyunOrder order) {
        List<Future<Void>> reported = new ArrayList<>();
        String bizId = nextBizId.incrementAndGet() + "^0";
        String account = credential(context);
        Instant now = clock.instant();
        for (AliyunOrder.Message message : order.messages()) {
            Map<String, String> content = new LinkedHashMap<>();
            content.put("PhoneNumber", message.number());
            content.put("SignName", message.signature());
            content.put("TemplateCode", order.template());
            content.put("TemplateParam", message.params());
            content.put(AliyunDetails.SENT, now.toString());
            kit.accepted(new AcceptedMessage(VENDOR, account, bizId, order.outId(), message.address(), content));
            reported.add(reports.report(bizId, order.outId(), message, now));
        }
        return new Taken(bizId, Future.join(reported).mapEmpty());
    }

    private static void show(RoutingContext context, Fault fault, Runnable accept) {
        switch (fault.kind()) {
            case THROTTLE -> {
                context.response()
                        .putHeader("Retry-After", Long.toString(fault.time().toSeconds()));
                String code = fault.code().isEmpty() ? "Throttling.User" : fault.code();
                answer(context, TOO_MANY_REQUESTS, code, "Request was denied due to user flow control.", Map.of());
            }
            case SERVER_ERROR -> {
                String code = fault.code().isEmpty() ? "InternalError" : fault.code();
                answer(context, SERVER_ERROR, code, "The request processing has failed.", Map.of());
            }
            case HANG -> HttpTrouble.hang(context, fault.time());
            case ACCEPT_THEN_RESET -> {
                accept.run();
                HttpTrouble.reset(context);
            }
            case RESET -> HttpTrouble.reset(context);
            case REFUSE -> no(context, fault.code().isEmpty() ? "isv.MOBILE_NUMBER_ILLEGAL" : fault.code());
            case BLOCK -> no(context, fault.code().isEmpty() ? "isv.AMOUNT_NOT_ENOUGH" : fault.code());
            default -> throw new IllegalArgumentException(fault.kind() + " is not a fault of calls");
        }
    }

    /** Business codes come with HTTP 200. */
    private static void no(RoutingContext context, String code) {
        answer(context, OK, code, "The sandbox answers " + code, Map.of());
    }

    static void answer(RoutingContext context, int status, String code, String message, Map<String, Object> more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("RequestId", UUID.randomUUID().toString().toUpperCase(Locale.ROOT));
        body.put("Code", code);
        body.put("Message", message);
        body.putAll(more);
        try {
            context.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json;charset=utf-8")
                    .end(AcceptedLog.JSON.writeValueAsString(body));
        } catch (JsonProcessingException impossible) {
            context.fail(impossible);
        }
    }

    private static String credential(RoutingContext context) {
        List<String> parts =
                List.of(context.request().getHeader("Authorization").split("[=,]"));
        return parts.get(1).strip();
    }
}
