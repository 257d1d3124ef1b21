package io.carillon.campaign;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.VendorAccounts;
import io.carillon.database.Sql;
import io.carillon.segment.People;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;

/** What tests of campaigns over REST share: an account, ten people of a city, and their calls. */
abstract class CampaignCalls {
    static final String CITY = "Lunaria";

    @ConfigProperty(name = "carillon.data")
    Path data;

    @Inject
    Sql sql;

    @Inject
    VendorAccounts accounts;

    @BeforeEach
    void accountAndPeople() {
        sql.update("insert into vendor_account (name, vendor, kind, mode, rate_limit, price)"
                + " values ('bell', 'test-bell', 'sms', 'sandbox', 100, 0.045) on conflict do nothing");
        accounts.forget();
        if (sql.one("select count(*) from profile where city = ?", row -> row.getLong(1), CITY) == 0) {
            People people = new People(sql);
            for (int i = 0; i < 10; i++) {
                long id = people.add("luna-" + i, CITY, "{}");
                if (i < 8) {
                    people.address(id, "phone", "luna-phone-" + i, "CN");
                }
                if (i < 6) {
                    people.consent(id, "sms", "granted");
                }
            }
        }
    }

    String pinned(long id) {
        return sql.one("select pinned::text from run where id = ?", row -> row.getString(1), id);
    }

    long create(String definition) {
        Response made = yaml(definition).post("/api/campaigns");
        assertThat(made.statusCode()).as(made.body().asString()).isEqualTo(201);
        return id(made);
    }

    static long id(Response made) {
        return made.jsonPath().getLong("id");
    }

    RequestSpecification yaml(String definition) {
        return api().contentType("application/yaml; charset=utf-8").body(definition.getBytes(StandardCharsets.UTF_8));
    }

    RequestSpecification api() {
        try {
            return given().header(
                            "Authorization",
                            "Bearer " + Files.readString(data.resolve("token")).strip());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String definition(String channels) {
        return """
                kind: campaign
                name: Moon
                purpose: marketing
                segment: { trait: city, eq: %s }
                message: { defaultLocale: zh, title: { zh: 中秋好礼 }, text: { zh: "${name!'会员'}，满300减50" } }
                channels:
                  %s
                schedule: { start: now, zone: Asia/Shanghai }
                """.formatted(CITY, channels);
    }
}
