package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzAnswersTest {
    @TempDir
    private Path folder;

    @Test
    void countsCasesAndTellsEachKindOfFailureOnce() throws IOException {
        FuzzAnswers answers = read("""
                {"call": "GET /a", "status": 200}
                {"call": "GET /a", "status": 404, "body": "no such thing"}
                {"call": "GET /a", "status": 404, "check": "ST101", "failure": "Undocumented: 404", "curl": "curl 1"}
                {"call": "GET /a", "status": 404, "check": "ST101", "failure": "Undocumented: 404", "curl": "curl 2"}
                {"call": "GET /b", "status": 404, "check": "ST101", "failure": "Undocumented: 404", "curl": "curl 3"}
                {"spared": "token"}
                {"of_text": true}
                {"of_deleted": true}
                """);

        assertThat(answers.cases()).isEqualTo(2);
        assertThat(answers.taken()).isEqualTo(1);
        assertThat(answers.statuses()).isEqualTo("200 × 1 · 404 × 1");
        assertThat(answers.spared()).isEqualTo(1);
        assertThat(answers.errorBodies()).containsExactly("no such thing");
        assertThat(answers.findings()).hasSize(2);
        assertThat(answers.findings().get(0)).contains("GET /a answered 404", "ST101", "curl 1");
    }

    @Test
    void anAnswerOfFiveHundredIsAFindingWhateverTheChecksSay() throws IOException {
        FuzzAnswers answers = read("""
                {"call": "GET /a", "status": 500, "body": "broken"}
                {"call": "GET /a", "status": 503, "body": "away"}
                {"call": "GET /a", "status": 500, "body": "broken again"}
                """);

        assertThat(answers.findings()).containsExactly("GET /a answered 500: broken", "GET /a answered 503: away");
    }

    private FuzzAnswers read(String lines) throws IOException {
        return FuzzAnswers.read(Files.writeString(folder.resolve("answers.ndjson"), lines));
    }
}
