package io.carillon.message;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.carillon.access.Tokens;
import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What authors who are not trusted have done to FreeMarker, sent as messages: each refused with its place, or bounded. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class TemplateAttacksTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    Tokens tokens;

    private String token = "";

    @BeforeEach
    void makeAToken() {
        token = tokens.create("attacks " + UUID.randomUUID()).orElseThrow();
    }

    static String[] attacks() {
        return new String[] {
            // run a program, read a file, make an object
            "${\"freemarker.template.utility.Execute\"?new()(\"id\")}",
            "<#assign x=\"freemarker.template.utility.Execute\"?new()>${x(\"id\")}",
            "${\"freemarker.template.utility.ObjectConstructor\"?new()(\"java.io.File\",\"/etc/passwd\")}",
            "${\"freemarker.template.utility.JythonRuntime\"?new()}",
            "${name?api.class.protectionDomain}",
            "${name.class.forName(\"java.lang.Runtime\")}",
            "${.data_model.keySet()}",
            "${.vars[\"name\"]}",
            "<#include \"/etc/passwd\">",
            "<#import \"/etc/passwd\" as p>",
            "<#include \"http://169.254.169.254/\">",
            // read a text as a program
            "${name?eval}",
            "${\"7*7\"?eval}",
            "${name?eval_json}",
            "<@name?interpret />",
            "<#assign t=\"${7*7}\"?interpret><@t/>",
            // eat memory or time
            "${name?left_pad(500000000)}",
            "${name?right_pad(500000000, 'x')}",
            "<#assign s=\"x\"><#list 1..40 as i><#assign s=s+s></#list>${s}",
            "<#list 1..1000000000 as i>x</#list>",
            "<#list 0..<1000000000 as i></#list>",
            "<#macro m><@m/></#macro><@m/>",
            "<#function f()><#return f()></#function>${f()}",
            "${(name + name)?matches('(a+)+$')}",
            "${name?replace('(a+)+$', 'b', 'r')}",
            "<#list tags as a><#list tags as b><#list tags as c>x</#list></#list></#list>",
            "<#if name??>".repeat(50) + "x" + "</#if>".repeat(50),
            // switch off what makes values safe
            "<#noautoesc>${name}</#noautoesc>",
            "<#noescape>${name}</#noescape>",
            "<#outputformat \"plainText\">${name}</#outputformat>",
            "<#ftl output_format=\"plainText\">${name}",
            "${name?no_esc}",
            "<#setting number_format=\"@x\">",
            "[#ftl][#assign x=1]${x}",
            // other languages of templates
            "#{7*7}",
            "<#escape x as x?html>${name}</#escape>",
        };
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void areRefusedInEveryTextWithThePlace(String attack) {
        for (String field : new String[] {"text", "title"}) {
            if (field.equals("title") && attack.length() > 300) {
                continue;
            }
            ObjectNode content = content();
            content.put(field, attack);
            refused(content, "/content/" + field);
        }
        ObjectNode html = content();
        html.putObject("overrides")
                .putObject("email")
                .put("subject", "x")
                .put("html", "<p>" + attack + "</p>")
                .put("text", "x");
        refused(html, "/content/overrides/email/html");
        ObjectNode sms = content();
        sms.putObject("overrides")
                .putObject("sms")
                .putObject("bindings")
                .putObject("acc")
                .put("signature", "s")
                .put("template", "T")
                .putObject("params")
                .put("name", attack);
        refused(sms, "/content/overrides/sms/bindings/acc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "<a href=\"javascript:alert(1)\">x</a>",
                "<a href=\"${name}\">x</a>",
                "<p style=\"${name}\">x</p>",
                "<p ${name}>x</p>",
                "<${name}>x",
                "<iframe src=\"https://x.example\"></iframe>",
                "<style>${name}</style>",
                "<!-- ${name} -->"
            })
    void htmlThatRunsOrLetsValuesOutOfTheirPlaceIsRefused(String html) {
        ObjectNode content = content();
        content.putObject("overrides")
                .putObject("email")
                .put("subject", "x")
                .put("html", html)
                .put("text", "x");
        refused(content, "/content/overrides/email/html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Gift\r\nBcc: all@customer.example",
                "Gift\nBcc: all@customer.example",
                "Gift\rX: y",
                "Gift\u2028Bcc: x",
                "Gift\u0000",
                "Gift\u0085Bcc: x"
            })
    void noSubjectOrTitleAddsAHeader(String subject) {
        ObjectNode title = content();
        title.put("title", subject);
        refused(title, "/content/title");
        ObjectNode mail = content();
        mail.putObject("overrides").putObject("email").put("subject", subject);
        refused(mail, "/content/overrides/email/subject");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "file:///etc/passwd",
                "data:text/html,x",
                "https://user:pass@shop.example/",
                "//shop.example/x",
                "https://${city}.example/",
                "ftp://shop.example/",
                "https://shop.example/\r\nX: y"
            })
    void linksAndPicturesLeadToTheWebOnly(String link) {
        for (String field : new String[] {"link", "picture"}) {
            ObjectNode content = content();
            content.put(field, link);
            refused(content, "/content/" + field);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[=7*7]", "{{7*7}}", "#set($x = 7 * 7)$x", "{% print(7*7) %}", "<%= 7*7 %>", "*{7*7}", "@{7*7}"})
    void whatOtherLanguagesWouldRunIsText(String text) {
        assertThat(Samples.text(Samples.sms(text), Samples.WANG)).isEqualTo(text);
    }

    @Test
    void whereLinksAndPicturesLeadIsNeverCalled() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/x?a=${name!'b'}";
            ObjectNode content = content();
            content.put("link", url).put("picture", url);
            content.putObject("overrides")
                    .putObject("email")
                    .put("subject", "x")
                    .put("html", "<p>x <a href=\"" + url + "\">y</a><img src=\"" + url + "\" alt=\"\"></p>")
                    .put("text", "x");
            String place = asked().body(request(content))
                    .post("/api/messages")
                    .then()
                    .statusCode(201)
                    .extract()
                    .header("Location");
            asked().body(MessageExamples.PREVIEW)
                    .post(place + "/preview")
                    .then()
                    .statusCode(200);
            asked().get(place).then().statusCode(200);
        } finally {
            server.stop(0);
        }
        assertThat(calls).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "..",
                "email/../../x",
                "wechat.subscribe/../x",
                "/etc/passwd",
                "file:///x",
                "a\u0000b"
            })
    void noNameOfAChannelOrLocaleIsAPath(String name) {
        ObjectNode channel = content();
        channel.putObject("overrides").putObject(name).put("text", "x");
        refusedAnywhere(channel);
        ObjectNode locale = content();
        locale.put("defaultLocale", name);
        refusedAnywhere(locale);
        ObjectNode text = content();
        text.putObject("text").put("zh", "x").put(name, "y");
        refusedAnywhere(text);
    }

    private void refused(ObjectNode content, String place) {
        asked().body(request(content))
                .post("/api/messages")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("findings.place", hasItem(startsWith(place)))
                .body(
                        "findings.message",
                        everyItem(org.hamcrest.Matchers.not(org.hamcrest.Matchers.blankOrNullString())));
    }

    private void refusedAnywhere(ObjectNode content) {
        asked().body(request(content))
                .post("/api/messages")
                .then()
                .statusCode(400)
                .body("findings.place", hasItem(startsWith("/")));
    }

    private RequestSpecification asked() {
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    private static ObjectNode content() {
        return JSON.createObjectNode()
                .put("defaultLocale", "zh")
                .put("title", "t")
                .put("text", "x");
    }

    private static String request(ObjectNode content) {
        return JSON.createObjectNode()
                .put("name", "attack")
                .<ObjectNode>set("content", content)
                .toString();
    }
}
