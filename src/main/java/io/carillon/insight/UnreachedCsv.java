package io.carillon.insight;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.carillon.database.Page;
import io.carillon.insight.ReachabilityView.Person;
import io.carillon.segment.ReachQuery.Wanted;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** The people behind a gap as a file for a spreadsheet, page by page in flat memory. */
@ApplicationScoped
public class UnreachedCsv {
    private static final int PAGE = 2_000;

    private final Reachability reachability;

    public UnreachedCsv(Reachability reachability) {
        this.reachability = reachability;
    }

    /** Asks for the first page. */
    Export begin(Reachability.Question question, Wanted wanted) {
        return new Export(question, wanted, reachability.people(question, wanted, 0, PAGE));
    }

    /** One file. */
    final class Export {
        private final Reachability.Question question;
        private final Wanted wanted;
        private final Page<Person> first;

        private Export(Reachability.Question question, Wanted wanted, Page<Person> first) {
            this.question = question;
            this.wanted = wanted;
            this.first = first;
        }

        /** Writes all pages; leaves the stream open. */
        void write(OutputStream out) throws IOException {
            Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            // Spreadsheets read UTF-8 only with this.
            text.write('\ufeff');
            CsvWriter csv = CsvWriter.builder().build(text);
            csv.writeRecord("external_id", "channel", "reason", "closed", "text", "addresses");
            Page<Person> page = first;
            rows(csv, page);
            while (page.next() != null) {
                page = reachability.people(question, wanted, Page.positionNumber(page.next()), PAGE);
                rows(csv, page);
            }
            csv.flush();
        }

        private void rows(CsvWriter csv, Page<Person> page) {
            for (Person person : page.items()) {
                csv.writeRecord(
                        SpreadsheetCell.text(person.externalId()),
                        wanted.kind().id(),
                        person.reason(),
                        person.closed() == null ? "" : person.closed(),
                        Reachability.told(person.reason(), person.closed()).text(question.language()),
                        SpreadsheetCell.text(String.join(" ", person.addresses())));
            }
        }
    }
}
