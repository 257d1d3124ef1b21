package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.drill.Accepted.Message;
import io.carillon.launcher.drill.Fates.Fate;
import io.carillon.launcher.drill.Fates.Name;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FatesCheckTest {
    private static final Predicate<Fate> LOST =
            fate -> fate.taken() != null && fate.taken().to().endsWith("7");

    /** One person reached, one whose text message came back, one by push. */
    private static Map<Name, Fate> inOrder() {
        Map<Name, Fate> fates = new HashMap<>();
        fates.put(new Name("reached", "sms", 1), fate("delivered", "", ""));
        fates.put(new Name("gone", "sms", 1), fate("undelivered", "undelivered", "next"));
        fates.put(new Name("gone", "email", 1), fate("accepted", "", ""));
        fates.put(new Name("pushed", "push", 1), fate("read", "", ""));
        return fates;
    }

    private static FatesCheck check() {
        return new FatesCheck(fates(inOrder()));
    }

    @Test
    void findsABaselineWhoseReceiptsCameTooLate() {
        Map<Name, Fate> slow = inOrder();
        slow.put(new Name("reached", "sms", 1), fate("delivered", "", "next"));
        slow.put(new Name("gone", "sms", 1), fate("undelivered", "undelivered", "stop"));

        assertThat(check().inTime()).isEmpty();
        assertThat(new FatesCheck(fates(slow)).inTime()).hasSize(2);
    }

    @Test
    void findsFiguresThatAreNotAsInOrder() {
        Map<Name, Fate> bent = inOrder();
        assertThat(check().asInOrder(fates(bent))).isEmpty();

        bent.put(new Name("pushed", "push", 1), fate("delivered", "", ""));
        assertThat(check().asInOrder(fates(bent)))
                .anyMatch(sentence -> sentence.contains("push read"))
                .anyMatch(sentence -> sentence.contains("is delivered, in order read"));
    }

    @Test
    void findsWhoIsMissingAndWhoWasSentToOnlyThere() {
        Map<Name, Fate> bent = inOrder();
        bent.remove(new Name("gone", "email", 1));
        bent.put(new Name("reached", "email", 1), fate("accepted", "", ""));

        assertThat(check().asInOrder(fates(bent)))
                .anyMatch(sentence -> sentence.contains("gone") && sentence.contains("was not sent here"))
                .anyMatch(sentence -> sentence.contains("reached") && sentence.contains("was sent only here"));
    }

    @Test
    void expectsEverybodyWaitedForToGoOnWhenReceiptsComeAfterTheClose() {
        Map<Name, Fate> late = inOrder();
        late.put(new Name("reached", "sms", 1), fate("delivered", "", "next"));
        late.put(new Name("reached", "email", 1), fate("undelivered", "bounced", "stop"));
        assertThat(check().afterTheClose(fates(late))).isEmpty();

        late.put(new Name("reached", "sms", 1), fate("delivered", "", ""));
        assertThat(check().afterTheClose(fates(late)))
                .anyMatch(sentence -> sentence.contains("should have, and nobody else, went on"));
        late.put(new Name("pushed", "sms", 1), fate("delivered", "", "next"));
        assertThat(check().afterTheClose(fates(late)))
                .anyMatch(sentence -> sentence.contains("pushed") && sentence.contains("was sent only here"));
    }

    @Test
    void expectsExactlyThoseToGoOnWhoseReceiptWasLostOrBad() {
        Map<Name, Fate> lossy = inOrder();
        lossy.put(new Name("reached", "sms", 1), lost("accepted", "next"));
        lossy.put(new Name("reached", "email", 1), fate("accepted", "", ""));
        assertThat(check().withoutTheLost(fates(lossy), LOST)).isEmpty();

        lossy.put(new Name("reached", "sms", 1), lost("delivered", "next"));
        assertThat(check().withoutTheLost(fates(lossy), LOST))
                .anyMatch(sentence -> sentence.contains("although its receipt never came"));
        lossy.put(new Name("reached", "sms", 1), fate("delivered", "", "next"));
        assertThat(check().withoutTheLost(fates(lossy), LOST))
                .anyMatch(sentence -> sentence.contains("went on without cause"))
                .anyMatch(sentence -> sentence.contains("was sent only here"));
    }

    @Test
    void holdsHowPeopleEndedAgainstTheBaselineToo() {
        Fates bent = new Fates(inOrder(), Map.of("reached", "sent", "gone", "failed undelivered", "pushed", "sent"));

        assertThat(check().asInOrder(bent)).containsExactly("gone is failed undelivered, in order sent");
    }

    private static Fates fates(Map<Name, Fate> of) {
        return new Fates(of, Map.of("reached", "sent", "gone", "sent", "pushed", "sent"));
    }

    private static Fate fate(String state, String reason, String led) {
        return new Fate(state, reason, led, new Message("twilio", "key", false, "+10", Set.of()));
    }

    private static Fate lost(String state, String led) {
        return new Fate(state, "", led, new Message("twilio", "key", false, "+17", Set.of()));
    }
}
