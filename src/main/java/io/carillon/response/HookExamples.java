package io.carillon.response;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Shows in the OpenAPI document what each vendor posts to its hook, as its pages write it. A body alone is not taken: it needs the
 * vendor's signature or the account's secret, which no document can hold.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class HookExamples implements OASFilter {
    static final String ALIYUN = """
            [{"phone_number": "13812345678", "send_time": "2027-09-13 10:00:00", "report_time": "2027-09-13 10:00:07",
              "success": true, "err_code": "DELIVERED", "err_msg": "用户接收成功", "sms_size": "1",
              "biz_id": "932702304080415357^0", "out_id": "7-19-1"}]
            """;
    static final String TWILIO =
            "MessageSid=SM0123456789abcdef0123456789abcdef&MessageStatus=delivered&To=%2B14155550100&From=%2B15005550006";
    static final String SMTP = """
            From: MAILER-DAEMON@mx.customer.example
            To: <bounce+7-19-1-0123456789abcdef@bounce.shop.example>
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.customer.example

            Final-Recipient: rfc822; lin@customer.example
            Action: failed
            Status: 5.1.1

            --b--
            """;
    static final String APP =
            "{\"token\": \"the carillon_token of the push\", \"event\": \"delivered\", \"at\": \"2027-09-13T02:00:00Z\"}";
    static final String WECHAT =
            "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><Encrypt><![CDATA[…]]></Encrypt></xml>";

    private static final String HOOKS = "/hooks/";
    private static final String ANYTHING = "*/*";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() != null && document.getPaths().getPathItems() != null) {
            document.getPaths().getPathItems().forEach((path, item) -> {
                if (path.startsWith(HOOKS)) {
                    show(item);
                }
            });
        }
    }

    private static void show(PathItem item) {
        item.getOperations()
                .values()
                .forEach(operation -> operation.getParameters().stream()
                        .filter(parameter -> parameter.getIn() == Parameter.In.PATH)
                        .forEach(HookExamples::describe));
        if (item.getPOST() != null) {
            MediaType body = OASFactory.createMediaType()
                    .schema(OASFactory.createSchema()
                            .addType(Schema.SchemaType.STRING)
                            .format("binary"))
                    .examples(bodies());
            item.getPOST()
                    .setRequestBody(OASFactory.createRequestBody()
                            .required(true)
                            .description("What this vendor posts, byte for byte: its signature is over the bytes")
                            .content(OASFactory.createContent().addMediaType(ANYTHING, body)));
        }
    }

    private static void describe(Parameter parameter) {
        switch (parameter.getName()) {
            case "vendor" -> parameter.description("The account's vendor; app for what the shop's own app reports");
            case "account" -> parameter.description("The account's name");
            default -> parameter.description("The account's hookSecret where its vendor does not sign, or our key");
        }
    }

    private static Map<String, Example> bodies() {
        Map<String, Example> bodies = new LinkedHashMap<>();
        bodies.put("aliyun", example("SmsReport, to /hooks/aliyun/{account}/{hookSecret}", ALIYUN));
        bodies.put("twilio", example("StatusCallback, a form signed in X-Twilio-Signature", TWILIO));
        bodies.put("smtp", example("A bounce, the whole mail, to /hooks/smtp/{account}/{hookSecret}", SMTP));
        bodies.put("app", example("The shop's app, to /hooks/app/{account}", APP));
        bodies.put("wechat", example("An event in the safe mode, signed in msg_signature", WECHAT));
        return bodies;
    }

    private static Example example(String summary, String value) {
        return OASFactory.createExample().summary(summary).value(value);
    }
}
