package io.carillon.launcher.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.DataFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** What a fuzz shall hit beside what it makes up: ids that are there, hooks with their secrets, links out of mails. */
final class FuzzTargets {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PEOPLE = 50;
    private static final int MADE_BY_THE_FUZZ = 6;
    private static final int LINKS = 20;

    private static final String TWILIO =
            "MessageSid=SM0123456789abcdef0123456789abcdef&MessageStatus=delivered&To=%2B14155550100";
    private static final String ALIYUN =
            "[{\"phone_number\":\"13800000001\",\"send_time\":\"2027-09-13 10:00:00\",\"report_time\":\"2027-09-13 10:00:07\",\"success\":true,"
                    + "\"err_code\":\"DELIVERED\",\"err_msg\":\"\",\"sms_size\":\"2\",\"biz_id\":\"12^0\",\"out_id\":\"%d-1-1\"}]";
    private static final String BOUNCE =
            "From: MAILER-DAEMON@mx.customer.example\r\nTo: <bounce+%d-1-1-0123456789abcdef@bounce.shop.example>\r\n"
                    + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
                    + "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.customer.example\r\n\r\n"
                    + "Final-Recipient: rfc822; somebody@customer.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n";
    private static final String EVENT = "<xml><ToUserName>gh_1</ToUserName><Encrypt><![CDATA[AAAA]]></Encrypt></xml>";

    private final Ground ground;
    private final long run;

    FuzzTargets(Ground ground, long run) {
        this.ground = ground;
        this.run = run;
    }

    /** A place that takes reports, and one as its vendor might send it. */
    private record Hook(String vendor, String account, String suffix, String report) {}

    /**
     * The whole as JSON.
     *
     * @param spared ids of tokens that must not be revoked
     */
    String json(List<String> spared) {
        Map<String, Object> all = new TreeMap<>();
        all.put("ids", ids());
        all.put("hooks", hooks());
        all.put("links", links());
        all.put("spared", spared);
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Our own targets cannot be written", impossible);
        }
    }

    private Map<String, List<?>> ids() {
        List<Long> first = LongStream.rangeClosed(1, MADE_BY_THE_FUZZ).boxed().toList();
        Map<String, List<?>> ids = new TreeMap<>();
        ids.put(
                "campaigns",
                LongStream.range(run, run + MADE_BY_THE_FUZZ).boxed().toList());
        ids.put("profiles", LongStream.rangeClosed(1, PEOPLE).boxed().toList());
        for (String kind : List.of("messages", "segments", "lists", "imports", "tokens")) {
            ids.put(kind, first);
        }
        ids.put("accounts", accounts());
        return ids;
    }

    private List<String> accounts() {
        List<String> names = new ArrayList<>();
        for (JsonNode account : ground.api().get("/api/accounts").path("items")) {
            names.add(account.path("name").asText());
        }
        return names;
    }

    private List<Hook> hooks() {
        DataFolder folder = ground.settings().folder();
        List<Hook> hooks = new ArrayList<>();
        for (JsonNode account : ground.api().get("/api/accounts").path("items")) {
            String name = account.path("name").asText();
            switch (account.path("vendor").asText()) {
                case "twilio" -> hooks.add(new Hook("twilio", name, run + "-1-1", TWILIO));
                case "aliyun" ->
                    hooks.add(new Hook("aliyun", name, folder.secret("aliyun.hookSecret"), ALIYUN.formatted(run)));
                case "smtp" ->
                    hooks.add(new Hook("smtp", name, folder.secret("smtp.hookSecret"), BOUNCE.formatted(run)));
                case "wechat" -> hooks.add(new Hook("wechat", name, "x", EVENT));
                default ->
                    content("fcm", "data.carillon_token")
                            .forEach(token -> hooks.add(new Hook(
                                    "app",
                                    name,
                                    "x",
                                    "{\"token\":\"" + token
                                            + "\",\"event\":\"delivered\",\"at\":\"2027-09-13T01:59:58Z\"}")));
            }
        }
        return hooks;
    }

    /** The tokens behind {@code /u/} in mails that were sent. */
    private List<String> links() {
        return content("smtp", "listUnsubscribe").stream()
                .map(header -> header.replaceAll("(?s).*/u/([^>?]+)[>?].*", "$1"))
                .toList();
    }

    private List<String> content(String vendor, String field) {
        List<String> found = new ArrayList<>();
        CarillonApi sandbox = ground.sandbox();
        for (JsonNode line :
                sandbox.get("/accepted?vendor=" + vendor + "&limit=" + LINKS).path("items")) {
            String value = line.path("content").path(field).asText();
            if (!value.isEmpty()) {
                found.add(value);
            }
        }
        return found;
    }
}
