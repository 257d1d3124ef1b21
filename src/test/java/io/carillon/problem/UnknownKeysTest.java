package io.carillon.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An address in the place of a key is refused like any unknown key, and not told to whoever reads the answer. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class UnknownKeysTest {
    private static final String NEEDLE = "needle78@leak.example";

    @ConfigProperty(name = "carillon.data")
    Path data;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    POST | segments         | {"name": "x", "KEY": 1}
                    POST | segments         | {"name": "x", "rule": {"KEY": 1}}
                    POST | segments         | {"name": "x", "rule": {"trait": "city", "KEY": 1}}
                    POST | segments         | {"name": "x", "KEY": 1, "KEY": 2}
                    POST | segments         | {"name": "x", "rule": {"all": [{"trait": "city", "eq": "a", "KEY": {}}]}}
                    POST | campaigns        | {"kind": "campaign", "KEY": 1}
                    POST | campaigns        | {"kind": "campaign", "message": {"KEY": 1, "text": {"KEY": "x"}}}
                    POST | campaigns        | {"kind": "campaign", "channels": {"KEY": 1}}
                    POST | messages         | {"defaultLocale": "zh", "text": {"zh": "x", "KEY": "y"}}
                    POST | messages         | {"defaultLocale": "zh", "text": "x", "KEY": 1}
                    PUT  | accounts/a       | {"vendor": "smtp", "secrets": {"KEY": 5}}
                    PUT  | accounts/a       | {"vendor": "smtp", "settings": {"KEY": {}}}
                    """)
    void anAddressInTheirPlaceIsNotRepeated(String method, String path, String body) throws IOException {
        Response answer = given().header(
                        "Authorization",
                        "Bearer " + Files.readString(data.resolve("token")).strip())
                .contentType("application/json")
                .body(body.replace("KEY", NEEDLE))
                .request(method, "/api/" + path);

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.asString()).contains("findings").doesNotContain("needle78", "leak.example");
    }
}
