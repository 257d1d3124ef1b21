package io.carillon.profile.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.channel.AddressKind;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.profile.AddressHash;
import io.carillon.profile.AddressNormaliser;
import io.carillon.profile.ConsentState;
import io.carillon.profile.DataFault;
import io.carillon.profile.ExternalId;
import io.carillon.profile.Normalisation;
import io.carillon.profile.TagNames;
import io.carillon.vault.Vault;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Collects the cells of one row. One thread. */
final class RowBuilder {
    /** What a consent column speaks of. */
    static final Purpose CELL_PURPOSE = Purpose.MARKETING;

    private static final int MOST_TAGS = 50;
    private static final Pattern TAG_SEPARATORS = Pattern.compile("[,;|，；、]");
    // Canonical numbers only: 007 and +5 stay texts, because somebody meant them so.
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d{0,14})(?:\\.\\d{1,6})?");
    /** As spreadsheets show amounts. */
    private static final Pattern SHOWN_NUMBER = Pattern.compile(
            "[-+]?[¥$€£]? ?-?(?:[1-9]\\d{0,2}(?:[, ]\\d{3})+|0|[1-9]\\d{0,14})(?:\\.\\d{1,6})?(?:[eE][-+]?\\d{1,3})? ?[元%]?");

    private static final Pattern ISO_DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    /** As spreadsheets show days; those in ISO 8601 are in order as they stand. */
    private static final Pattern SHOWN_DATE = Pattern.compile(
            "\\d{4}(?:[/.]\\d{1,2}[/.]\\d{1,2}|-\\d-\\d{1,2}|-\\d\\d-\\d|年 ?\\d{1,2}月 ?\\d{1,2}日)(?: \\d{1,2}:\\d\\d(?::\\d\\d)?)?"
                    + "|\\d{1,2}[/.]\\d{1,2}[/.]\\d{4}");

    private final long line;
    private final String externalId;
    private final RowContext context;
    private final Vault vault;
    private final Map<ImportColumn, String> values = StagedRow.noValues();
    private final ObjectNode traits = JsonNodeFactory.instance.objectNode();
    private final List<StagedRow.Address> addresses = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private final List<StagedRow.Consent> consents = new ArrayList<>();
    private final List<RowFinding> findings = new ArrayList<>();

    RowBuilder(long line, String externalId, RowContext context, Vault vault) {
        this.line = line;
        this.externalId = externalId;
        this.context = context;
        this.vault = vault;
    }

    boolean isTestAccount() {
        return TestAccounts.isTestAccount(externalId, values.get(ImportColumn.NAME));
    }

    void take(BoundColumn column, String cell) {
        boolean isToken = column.column().isAddress() && !isPhoneOrMailbox(column.column());
        // Tokens may begin with a dash, and their alphabet holds nothing a spreadsheet could run; of zones only names
        // are taken.
        boolean isNeverRun = isToken || column.column() == ImportColumn.TIME_ZONE;
        if (!isNeverRun && Cells.isFormula(cell)) {
            warn(column, DataFault.FORMULA);
            return;
        }
        switch (column.column()) {
            case PHONE -> address(column, cell, AddressKind.PHONE, "", "");
            case EMAIL -> address(column, cell, AddressKind.MAILBOX, "", "");
            case FCM_TOKEN -> address(column, cell, AddressKind.DEVICE_TOKEN, context.appScope(), "fcm");
            case APNS_TOKEN -> address(column, cell, AddressKind.DEVICE_TOKEN, context.appScope(), "apns");
            case WECHAT_OPENID -> address(column, cell, AddressKind.OPENID, context.wechatAppid(), "");
            case TAGS -> tags(column, cell);
            case CONSENT_SMS, CONSENT_EMAIL, CONSENT_PUSH, CONSENT_WECHAT -> consent(column, cell);
            case TRAIT -> trait(column, cell);
            default -> value(column, cell);
        }
    }

    ReadRow build() {
        addStatement();
        return new ReadRow(
                new StagedRow(
                        line,
                        externalId,
                        ExternalId.hash(vault, externalId),
                        values,
                        traits.isEmpty() ? null : traits.toString(),
                        addresses,
                        tags,
                        consents),
                findings);
    }

    private static boolean isPhoneOrMailbox(ImportColumn column) {
        return column == ImportColumn.PHONE || column == ImportColumn.EMAIL;
    }

    private void value(BoundColumn column, String cell) {
        CellCache<Cell> cells = context.values();
        Cell read = switch (column.column()) {
            case CITY -> cells.get(ImportColumn.CITY, cell, Cells::city);
            case LOCALE -> cells.get(ImportColumn.LOCALE, cell, Cells::locale);
            case TIME_ZONE -> cells.get(ImportColumn.TIME_ZONE, cell, Cells::zone);
            case BIRTHDAY -> cells.get(ImportColumn.BIRTHDAY, cell, this::birthday);
            case GENDER -> cells.get(ImportColumn.GENDER, cell, Cells::gender);
            default -> Cells.text(cell, Cells.LONGEST_TEXT);
        };
        if (read.fault() != null) {
            warn(column, read.fault());
        } else if (read.value() != null) {
            values.put(column.column(), read.value());
        }
    }

    private Cell birthday(String cell) {
        return Cells.birthday(
                cell, context.receivedAt().atZone(context.options().zone()).toLocalDate());
    }

    private void trait(BoundColumn column, String cell) {
        Cell read = Cells.text(cell, Cells.LONGEST_TRAIT);
        String text = read.value();
        if (text == null) {
            warn(column, read.fault() == null ? DataFault.CONTROL_CHARACTER : read.fault());
        } else if (NUMBER.matcher(text).matches()) {
            traits.put(column.trait(), new BigDecimal(text));
        } else if ("true".equals(text) || "false".equals(text)) {
            traits.put(column.trait(), Boolean.parseBoolean(text));
        } else {
            traits.put(column.trait(), text);
            String half = Cells.half(text);
            if (SHOWN_NUMBER.matcher(half).matches()) {
                warn(column, DataFault.NUMBER_AS_TEXT);
            } else if (SHOWN_DATE.matcher(half).matches() || isNoDay(half)) {
                warn(column, DataFault.DATE_AS_TEXT);
            }
        }
    }

    /** Written as a day in ISO 8601 that no calendar has, such as the thirtieth of February. */
    private static boolean isNoDay(String text) {
        if (!ISO_DAY.matcher(text).matches()) {
            return false;
        }
        try {
            LocalDate.parse(text);
            return false;
        } catch (DateTimeParseException none) {
            return true;
        }
    }

    private void address(BoundColumn column, String cell, AddressKind kind, String scope, String platform) {
        Normalisation made =
                AddressNormaliser.normalise(kind, cell, context.options().region());
        if (made instanceof Normalisation.Bad bad) {
            warn(column, bad.fault());
        } else if (made instanceof Normalisation.Good good) {
            addresses.add(new StagedRow.Address(
                    addresses.size(),
                    column.header(),
                    kind,
                    scope,
                    platform,
                    vault.encrypt(good.value(), "address"),
                    AddressHash.of(vault, kind, scope, good.value()),
                    good.region(),
                    good.zone()));
        }
    }

    private void tags(BoundColumn column, String cell) {
        for (String part : TAG_SEPARATORS.split(cell)) {
            if (part.isBlank()) {
                continue;
            }
            Optional<String> tag = TagNames.normalise(part);
            if (tag.isEmpty()) {
                warn(column, DataFault.INVALID_TAG);
            } else if (tags.size() == MOST_TAGS) {
                warn(column, DataFault.TOO_MANY_TAGS);
                return;
            } else {
                tags.add(tag.get());
            }
        }
    }

    private void consent(BoundColumn column, String cell) {
        ConsentCell read = context.consents()
                .get(
                        column.column(),
                        cell,
                        text -> ConsentCell.read(text, context.options().zone(), context.receivedAt()));
        ChannelKind channel = column.column().consentChannel();
        if (read.fault() != null) {
            warn(column, read.fault());
        }
        if (read.state() != null && channel != null) {
            consents.add(new StagedRow.Consent(column.header(), channel, read.state(), read.at(), false));
        }
    }

    private void addStatement() {
        ConsentStatement statement = context.options().consent();
        if (statement == null) {
            return;
        }
        Set<ChannelKind> own = EnumSet.noneOf(ChannelKind.class);
        if (statement.purpose() == CELL_PURPOSE) {
            consents.forEach(consent -> own.add(consent.channel()));
            // A cell that could not be read may have been a no, so the statement does not speak for it either.
            findings.forEach(finding -> own.addAll(channelsOf(finding)));
        }
        for (ChannelKind channel : statement.channels()) {
            if (!own.contains(channel)) {
                consents.add(new StagedRow.Consent("", channel, ConsentState.GRANTED, statement.time(), true));
            }
        }
    }

    private List<ChannelKind> channelsOf(RowFinding finding) {
        return context.header().columns().stream()
                .filter(c -> c.header().equals(finding.column()))
                .map(c -> c.column().consentChannel())
                .filter(Objects::nonNull)
                .toList();
    }

    private void warn(BoundColumn column, DataFault fault) {
        findings.add(new RowFinding(line, column.header(), fault, false));
    }
}
