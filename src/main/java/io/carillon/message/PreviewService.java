package io.carillon.message;

import io.carillon.channel.Adapters;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.channel.VendorAccounts;
import io.carillon.problem.Finding;
import io.carillon.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Shows a kept message for one person: somebody known, or somebody made up. Sends nothing, keeps nothing, logs nothing. */
@ApplicationScoped
public class PreviewService {
    private static final int LONGEST = 200;

    private final MessageCheck check;
    private final PersonReader people;
    private final Preview preview;
    private final VendorAccounts accounts;
    private final Adapters adapters;

    public PreviewService(
            MessageCheck check, PersonReader people, Preview preview, VendorAccounts accounts, Adapters adapters) {
        this.check = check;
        this.people = people;
        this.preview = preview;
        this.accounts = accounts;
        this.adapters = adapters;
    }

    PreviewView preview(StoredMessage message, @Nullable PreviewRequest request, Locale language) {
        Sentences sentences = Sentences.of(language);
        if (request == null || (request.externalId() == null) == (request.profile() == null)) {
            throw Problem.invalid(sentences.error("/externalId", null, "missing.person"));
        }
        PreviewAccount account = choices(request, sentences);
        Person person = person(request, sentences);
        Purpose purpose = request.purpose() == null ? Purpose.MARKETING : Purpose.of(request.purpose());
        Split split = check.split(message, kinds(request), purpose, language);
        Object own = person.values().get("locale");
        String locale = request.locale() != null ? request.locale() : own == null ? null : own.toString();
        List<PreviewView.Channel> shown = new ArrayList<>();
        List<Finding> findings = new ArrayList<>(split.findings());
        for (String channel : Channels.ALL) {
            split.forms().choose(channel, locale).ifPresent(form -> {
                PreviewAccount sender = account == null ? likely(form, person, purpose) : account;
                shown.add(preview.show(form, sender, person));
                if (account != null && account.isKeptFrom(form)) {
                    findings.add(lacking(account, sentences));
                }
            });
        }
        return new PreviewView(shown, findings);
    }

    /** Who would send it to somebody known; of somebody made up nobody can tell. */
    private @Nullable PreviewAccount likely(Form form, Person person, Purpose purpose) {
        return Arrays.stream(ChannelKind.values())
                .filter(kind -> person.id() > 0 && Channels.of(kind).equals(form.channel()))
                .flatMap(kind -> PreviewAccount.likely(
                        form, people.places(person.id(), kind.addressKind()), purpose, accounts.of(kind), adapters)
                        .stream())
                .findFirst()
                .orElse(null);
    }

    private static Finding lacking(PreviewAccount account, Sentences sentences) {
        String place = "/content/overrides/" + account.channel() + "/bindings/" + account.name();
        return sentences.warning(place, "missing.account_binding", account.name(), account.channel());
    }

    private Person person(PreviewRequest request, Sentences sentences) {
        PreviewRequest.Profile profile = request.profile();
        if (profile != null) {
            PreviewPerson.finding(profile, sentences).ifPresent(finding -> {
                throw Problem.invalid(finding);
            });
            return PreviewPerson.of(profile);
        }
        String externalId = String.valueOf(request.externalId());
        if (externalId.isBlank() || externalId.length() > LONGEST || externalId.indexOf('\0') >= 0) {
            throw Problem.invalid(sentences.error("/externalId", null, "missing.person"));
        }
        return people.find(externalId).orElseThrow(() -> Problem.notFound("profile", externalId));
    }

    private static Set<ChannelKind> kinds(PreviewRequest request) {
        for (ChannelKind kind : ChannelKind.values()) {
            if (Channels.of(kind).equals(request.channel())) {
                return EnumSet.of(kind);
            }
        }
        return EnumSet.allOf(ChannelKind.class);
    }

    /** Refuses what cannot be chosen; answers the account, null where none was named. */
    private @Nullable PreviewAccount choices(PreviewRequest request, Sentences sentences) {
        List<Finding> findings = new ArrayList<>();
        bad(request.channel(), Channels.ALL::contains)
                .ifPresent(found -> findings.add(sentences.error("/channel", found, "unknown_value.channel")));
        bad(request.purpose(), List.of("marketing", "service")::contains)
                .ifPresent(found -> findings.add(sentences.error("/purpose", found, "unknown_value.purpose")));
        bad(request.locale(), text -> Locales.tag(text).isPresent())
                .ifPresent(found -> findings.add(sentences.error("/locale", found, "bad_locale.tag", found)));
        PreviewAccount account = request.account() == null
                ? null
                : PreviewAccount.find(request.account(), request.channel(), accounts, adapters, findings, sentences)
                        .orElse(null);
        if (!findings.isEmpty()) {
            throw Problem.invalid(sentences.text("message.preview"), findings);
        }
        return account;
    }

    private static Optional<String> bad(@Nullable String value, Predicate<String> isGood) {
        return value == null || isGood.test(value)
                ? Optional.empty()
                : Optional.of(value.substring(0, Math.min(60, value.length())));
    }
}
