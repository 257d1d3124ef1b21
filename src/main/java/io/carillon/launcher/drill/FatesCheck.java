package io.carillon.launcher.drill;

import io.carillon.launcher.drill.Fates.Fate;
import io.carillon.launcher.drill.Fates.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds what became of the same people's messages under bent receipts against what became of them when receipts came in order.
 * Answers what does not hold, in a sentence each.
 */
final class FatesCheck {
    private static final String SMS = "sms";
    private static final String EMAIL = "email";
    private static final int EXAMPLES = 10;

    private final Fates inOrder;

    FatesCheck(Fates inOrder) {
        this.inOrder = inOrder;
    }

    /** What the others are held against must be in order itself: no receipt came too late to be heeded. */
    List<String> inTime() {
        List<String> wrong = new ArrayList<>();
        people(wrong, "confirmed, yet sent on", inOrder.people(SMS, fate -> isGood(fate) && fate.ledOn()));
        people(
                wrong,
                "undelivered, yet not sent on",
                inOrder.people(
                        SMS,
                        fate -> fate.state().equals("undelivered") && fate.led().equals("stop")));
        return wrong;
    }

    private static boolean isGood(Fate fate) {
        return fate.state().equals("delivered") || fate.state().equals("read");
    }

    List<String> asInOrder(Fates bent) {
        List<String> wrong = new ArrayList<>();
        if (!inOrder.figures().equals(bent.figures())) {
            wrong.add("in order " + inOrder.figures() + ", bent " + bent.figures());
        }
        inOrder.of().forEach((name, fate) -> differ(wrong, name, fate, bent.of().get(name)));
        bent.of().keySet().stream()
                .filter(name -> !inOrder.of().containsKey(name))
                .forEach(name -> wrong.add(name + " was sent only here"));
        differ(wrong, inOrder.people(), bent.people(), Set.of());
        return wrong;
    }

    /** Everybody with an accepted text message went on at the deadline; nobody else's path has changed; the news are those in order. */
    List<String> afterTheClose(Fates late) {
        List<String> wrong = new ArrayList<>();
        Set<String> wentOn = new TreeSet<>(late.people(SMS, fate -> fate.taken() != null));
        wentOn.addAll(inOrder.people(SMS, Fate::ledOn));
        samePeople(wrong, "went on at the deadline", wentOn, late.people(SMS, Fate::ledOn));
        // Bad news in time would have tried a second number.
        Set<String> second = second(inOrder);
        late.of().forEach((name, fate) -> {
            if (inOrder.of().containsKey(name)) {
                differ(wrong, name, inOrder.of().get(name), fate);
            } else if (!name.kind().equals(EMAIL) || !wentOn.contains(name.person())) {
                wrong.add(name + " was sent only here");
            }
        });
        inOrder.of().keySet().stream()
                .filter(name -> !late.of().containsKey(name) && !second.contains(name.person()))
                .forEach(name -> wrong.add(name + " was not sent here"));
        differ(wrong, inOrder.people(), late.people(), second);
        return wrong;
    }

    /** Of a lost receipt's message nothing is known but that it was accepted; on went whoever was lost or not reached. */
    List<String> withoutTheLost(Fates lossy, Predicate<Fate> isLost) {
        List<String> wrong = new ArrayList<>();
        Set<String> wentOn = new TreeSet<>(lossy.people(SMS, isLost));
        Set<String> unheard = new TreeSet<>(wentOn);
        wentOn.addAll(inOrder.people(SMS, Fate::ledOn));
        samePeople(wrong, "went on", wentOn, lossy.people(SMS, Fate::ledOn));
        Set<String> touched = new TreeSet<>(second(inOrder));
        lossy.of().forEach((name, fate) -> {
            if (isLost.test(fate)) {
                touched.add(name.person());
                if (!fate.state().equals("accepted")) {
                    wrong.add(name + " is " + fate.news() + " although its receipt never came");
                }
            } else if (inOrder.of().containsKey(name)) {
                differ(wrong, name, inOrder.of().get(name), fate);
            } else if (!name.kind().equals(EMAIL) || !unheard.contains(name.person())) {
                wrong.add(name + " was sent only here");
            }
        });
        inOrder.of().keySet().stream()
                .filter(name -> !lossy.of().containsKey(name) && !touched.contains(name.person()))
                .forEach(name -> wrong.add(name + " was not sent here"));
        differ(wrong, inOrder.people(), lossy.people(), touched);
        return wrong;
    }

    /** People to whose second number a text message went. */
    private static Set<String> second(Fates fates) {
        Set<String> second = new TreeSet<>();
        fates.of().keySet().stream().filter(name -> name.ordinal() > 1).forEach(name -> second.add(name.person()));
        return second;
    }

    private static void differ(List<String> wrong, Name name, Fate expected, @Nullable Fate found) {
        if (found == null) {
            wrong.add(name + " was not sent here");
        } else if (!expected.news().equals(found.news())) {
            wrong.add(name + " is " + found.news() + ", in order " + expected.news());
        }
    }

    private static void differ(
            List<String> wrong, Map<String, String> inOrder, Map<String, String> here, Set<String> but) {
        inOrder.forEach((person, end) -> {
            if (!but.contains(person) && !end.equals(here.get(person))) {
                wrong.add(person + " is " + here.get(person) + ", in order " + end);
            }
        });
    }

    private static void samePeople(List<String> wrong, String what, Set<String> expected, Set<String> found) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(found);
        people(wrong, "should have, and nobody else, " + what, missing);
        Set<String> more = new TreeSet<>(found);
        more.removeAll(expected);
        people(wrong, what + " without cause", more);
    }

    private static void people(List<String> wrong, String what, Set<String> people) {
        if (!people.isEmpty()) {
            wrong.add(people.size() + " people " + what + ", such as "
                    + people.stream().limit(EXAMPLES).toList());
        }
    }
}
