package io.carillon.channel.sms;

import io.carillon.channel.Content;
import io.carillon.channel.Outbound;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sorts messages into calls: a call has one template, either mainland or other numbers (their templates differ), no number
 * twice (BizId and number name a message) and at most {@link #MOST_NUMBERS} numbers.
 *
 * <p>Source: <a href="https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendbatchsms">SendBatchSms</a>.
 */
final class AliyunCallGroups {
    static final int MOST_NUMBERS = 100;

    private AliyunCallGroups() {}

    /** A message that can be sent, with its place in the list. */
    record Item(int place, Outbound outbound, Content.Binding binding, String signature) {
        /** Its number in Aliyun's form. */
        String number() {
            return AliyunNumbers.toWire(outbound.address());
        }
    }

    private record Key(String template, boolean isMainland) {}

    private record Call(List<Item> items, Set<String> numbers) {
        boolean takes(Item item) {
            return items.size() < MOST_NUMBERS && !numbers.contains(item.number());
        }

        void add(Item item) {
            items.add(item);
            numbers.add(item.number());
        }
    }

    /** The calls, in the order of their first messages. */
    static List<List<Item>> of(List<Item> items) {
        Map<Key, List<Call>> calls = new LinkedHashMap<>();
        for (Item item : items) {
            Key key = new Key(
                    item.binding().template(),
                    AliyunNumbers.isMainland(item.outbound().address()));
            List<Call> known = calls.computeIfAbsent(key, any -> new ArrayList<>());
            known.stream()
                    .filter(call -> call.takes(item))
                    .findFirst()
                    .orElseGet(() -> {
                        Call call = new Call(new ArrayList<>(), new HashSet<>());
                        known.add(call);
                        return call;
                    })
                    .add(item);
        }
        return calls.values().stream().flatMap(List::stream).map(Call::items).toList();
    }
}
