package io.carillon.profile.imports;

import io.carillon.channel.Purpose;
import io.carillon.profile.ConsentState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies judged rows into the staging tables. One thread. */
final class Stager {
    /** The source of consents that come from cells. */
    static final String CELL_SOURCE = "import";

    private final ImportSession session;
    private final @Nullable ConsentStatement statement;
    private final Instant timeless;

    /**
     * A stager for one file.
     *
     * @param timeless the time of consents that have none: when these very bytes were first received
     */
    Stager(ImportSession session, @Nullable ConsentStatement statement, Instant timeless) {
        this.session = session;
        this.statement = statement;
        this.timeless = timeless;
    }

    void stage(List<StagedRow> rows) {
        CopyText people = new CopyText();
        CopyText addresses = new CopyText();
        CopyText tags = new CopyText();
        CopyText consents = new CopyText();
        for (StagedRow row : rows) {
            person(people, row);
            row.addresses().forEach(address -> address(addresses, row, address));
            row.tags().forEach(tag -> tags.add(row.externalId()).add(tag).endRow());
            row.consents().forEach(consent -> consent(consents, row, consent));
        }
        session.copy("staged_row", people);
        session.copy("staged_address", addresses);
        session.copy("staged_tag", tags);
        session.copy("staged_consent", consents);
    }

    private static void person(CopyText out, StagedRow row) {
        out.add(row.line()).add(row.externalId()).add(row.identityHash());
        out.add(row.values().get(ImportColumn.UNIONID)).add(row.values().get(ImportColumn.NAME));
        out.add(row.values().get(ImportColumn.CITY)).add(row.values().get(ImportColumn.LOCALE));
        out.add(row.values().get(ImportColumn.TIME_ZONE)).add(row.values().get(ImportColumn.BIRTHDAY));
        out.add(row.values().get(ImportColumn.GENDER)).add(row.traits()).endRow();
    }

    private static void address(CopyText out, StagedRow row, StagedRow.Address address) {
        out.add(row.line()).add(row.externalId()).add(address.ordinal()).add(address.column());
        out.add(address.kind().id()).add(address.scope()).add(address.platform());
        out.add(address.cipher())
                .add(address.hash())
                .add(address.region())
                .add(address.zone())
                .endRow();
    }

    private void consent(CopyText out, StagedRow row, StagedRow.Consent consent) {
        boolean isStated = consent.isStatement() && statement != null;
        Purpose purpose = isStated ? statement.purpose() : RowBuilder.CELL_PURPOSE;
        Instant at = consent.at() == null ? timeless : consent.at();
        ConsentState state = consent.state();
        out.add(row.line()).add(row.externalId()).add(consent.column());
        out.add(consent.channel().id()).add(purpose.id()).add(state.id());
        out.add(at.toString()).add(consent.at() != null);
        out.add(isStated ? statement.source() : CELL_SOURCE)
                .add(isStated ? statement.wording() : null)
                .endRow();
    }
}
