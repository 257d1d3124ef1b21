package io.carillon.channel.sms;

import com.aliyun.dysmsapi20170525.models.SendBatchSmsRequest;
import com.aliyun.dysmsapi20170525.models.SendSmsRequest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.channel.CallDeadline;
import io.carillon.channel.Content;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.Sender;
import io.carillon.channel.sms.AliyunCallGroups.Item;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends through one Aliyun account: a message alone by {@code SendSms}, several with one template by {@code SendBatchSms};
 * {@link AliyunOutId} carries our key in both. Thread-safe.
 *
 * <p>A batch is taken or not as a whole. Where its one code is about a person (a number, or values filled in), nobody of it
 * was sent to; it is halved and sent again until the one who is meant is alone, at most {@code 2n - 1} calls for {@code n}
 * messages, each asked of the deadline. All other codes hold for every message of the call.
 */
final class AliyunSender implements Sender {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AliyunCalls calls;
    private final AliyunMessageId ids;
    private final int concurrency;

    AliyunSender(AliyunSettings settings, AliyunMessageId ids) {
        this.calls = new AliyunCalls(settings);
        this.ids = ids;
        this.concurrency = settings.concurrency();
    }

    @Override
    public int callSize() {
        return AliyunCallGroups.MOST_NUMBERS;
    }

    @Override
    public int concurrency() {
        return concurrency;
    }

    @Override
    public List<SendResult> send(List<Outbound> messages, CallDeadline deadline) {
        SendResult[] results = new SendResult[messages.size()];
        List<Item> items = new ArrayList<>();
        for (int place = 0; place < results.length; place++) {
            results[place] = check(place, messages.get(place), items);
        }
        for (List<Item> call : AliyunCallGroups.of(items)) {
            send(call, deadline, results);
        }
        return Arrays.asList(results);
    }

    /** Nothing is left open: the SDK's connections close themselves after 10 idle seconds. */
    @Override
    public void close() {}

    /** Adds it to those to send, or says why it cannot be sent. */
    private static @Nullable SendResult check(int place, Outbound message, List<Item> items) {
        if (!(message.content() instanceof Content.Sms sms)) {
            throw new IllegalArgumentException("Aliyun sends text messages only; " + message + " is none");
        }
        Content.Binding binding = sms.binding();
        if (binding == null || binding.template().isBlank()) {
            return new SendResult.Blocked(Reason.TEMPLATE, "");
        }
        if (binding.signature() == null || binding.signature().isBlank()) {
            return new SendResult.Blocked(Reason.SIGNATURE, "");
        }
        if (!AliyunNumbers.isE164(message.address())) {
            return new SendResult.Refused(Reason.INVALID_ADDRESS, "");
        }
        items.add(new Item(place, message, binding, binding.signature()));
        return null;
    }

    private void send(List<Item> call, CallDeadline deadline, SendResult[] results) {
        if (deadline.isOver()) {
            call.forEach(item -> results[item.place()] = new SendResult.NotSent(Reason.LEASE_OVER, "", null));
            return;
        }
        AliyunCalls.Answer answer = call.size() == 1 ? calls.sendOne(one(call.get(0))) : calls.sendBatch(batch(call));
        if (answer instanceof AliyunCalls.Answer.Taken taken) {
            String callId = taken.bizId();
            // Its reports carry the OutId as well, which is ours.
            call.forEach(item -> results[item.place()] =
                    new SendResult.Accepted(callId == null ? null : ids.of(callId, item.number())));
            return;
        }
        SendResult result = ((AliyunCalls.Answer.Not) answer).result();
        if (result instanceof SendResult.Refused && call.size() > 1) {
            int middle = call.size() / 2;
            send(call.subList(0, middle), deadline, results);
            send(call.subList(middle, call.size()), deadline, results);
        } else {
            call.forEach(item -> results[item.place()] = result);
        }
    }

    private static SendSmsRequest one(Item item) {
        SendSmsRequest request = new SendSmsRequest()
                .setPhoneNumbers(item.number())
                .setSignName(item.signature())
                .setTemplateCode(item.binding().template())
                .setOutId(AliyunOutId.ofOne(item.outbound().key()));
        return item.binding().params().isEmpty()
                ? request
                : request.setTemplateParam(json(item.binding().params()));
    }

    private static SendBatchSmsRequest batch(List<Item> call) {
        SendBatchSmsRequest request = new SendBatchSmsRequest()
                .setTemplateCode(call.get(0).binding().template())
                .setOutId(AliyunOutId.ofCall(call.get(0).outbound().key()))
                .setPhoneNumberJson(json(call.stream().map(Item::number).toList()))
                .setSignNameJson(json(call.stream().map(Item::signature).toList()));
        boolean hasParams =
                call.stream().anyMatch(item -> !item.binding().params().isEmpty());
        return hasParams
                ? request.setTemplateParamJson(
                        json(call.stream().map(item -> item.binding().params()).toList()))
                : request;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("Template parameters cannot be written as JSON", impossible);
        }
    }
}
