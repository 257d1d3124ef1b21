package io.carillon.delivery.claim;

import io.carillon.channel.Adapters;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorAccount;
import io.carillon.message.Form;
import io.carillon.message.Person;
import io.carillon.message.PersonReader;
import io.carillon.restraint.GateVerdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes messages for claimed rows: picks address, account and form, and fills the form in. Says of everybody else why not.
 * Writes nothing.
 */
@ApplicationScoped
public class MessageFiller {
    private final Candidates candidates;
    private final PersonReader people;
    private final Adapters adapters;
    private final MessageMaker maker;

    public MessageFiller(Candidates candidates, PersonReader people, Adapters adapters, MessageMaker maker) {
        this.candidates = candidates;
        this.people = people;
        this.adapters = adapters;
        this.maker = maker;
    }

    /**
     * A row whose account can take nothing for a while.
     *
     * @param isBlocked whether it is because the run's channel is stopped there
     */
    record Stopped(long delivery, Instant until, String account, boolean isBlocked) {}

    /**
     * What came of the rows; rows in none of the lists stay due because their account has no rate left.
     *
     * @param leaves rows that leave this channel without an attempt
     * @param exhausted rows whose earlier attempt on this channel was at their last address
     * @param putOff how many of the stopped wait for their account's pace, by account
     * @param awaited accounts whose pace rows wait for, put off or not
     */
    record Filled(
            List<ClaimedMessage> messages,
            List<GateVerdict> leaves,
            List<Long> exhausted,
            List<Stopped> stopped,
            Map<String, Integer> putOff,
            Set<String> awaited) {
        Filled() {
            this(
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new HashMap<>(),
                    new LinkedHashSet<>());
        }

        /** How many of so many rows are in none of the lists. */
        int left(int rows) {
            long sent = messages.stream()
                    .map(message -> message.key().delivery())
                    .distinct()
                    .count();
            return rows - (int) sent - leaves.size() - exhausted.size() - stopped.size();
        }

        void leave(Claimer.Due row, Reason reason) {
            leaves.add(new GateVerdict.Leave(row.id(), reason));
        }
    }

    Filled fill(ClaimOrder order, List<Claimer.Due> rows) {
        Filled filled = new Filled();
        if (rows.isEmpty()) {
            return filled;
        }
        Map<Long, List<ClaimedMessage.Candidate>> addresses = candidates.of(order, rows);
        Map<Long, Person> persons =
                people.read(rows.stream().map(Claimer.Due::profile).toArray(Long[]::new));
        Filling filling = new Filling(
                order,
                new AccountChoice(adapters, order.plan().purpose(), order.accounts(), order.down()),
                new HashMap<>(order.units()),
                new HashSet<>(),
                filled);
        List<Claimer.Due> nowhere = new ArrayList<>();
        for (Claimer.Due row : rows) {
            List<ClaimedMessage.Candidate> own = addresses.getOrDefault(row.id(), List.of());
            if (own.isEmpty()) {
                nowhere.add(row);
            } else {
                fillOne(filling, row, own, persons.get(row.profile()));
            }
        }
        leaveNowhere(order, nowhere, filled);
        return filled;
    }

    /**
     * What is shared by the rows of one claim.
     *
     * @param served accounts that have somebody to send to already
     */
    private record Filling(
            ClaimOrder order, AccountChoice choice, Map<String, Integer> unitsLeft, Set<String> served, Filled filled) {
        void stop(Claimer.Due row, VendorAccount account) {
            boolean isBlocked = order.blocked().containsKey(account.name());
            filled.stopped().add(new Stopped(row.id(), order.comeBack(account.name()), account.name(), isBlocked));
        }

        /** The row waits for its account's pace; where others could go meanwhile, it does so behind those that wait already. */
        void await(Claimer.Due row, VendorAccount account) {
            filled.awaited().add(account.name());
            ClaimOrder.Turn turn = order.turns().get(account.name());
            if (turn != null && order.servesOthersThan(account.name())) {
                int place = filled.putOff().merge(account.name(), 1, Integer::sum) - 1;
                filled.stopped().add(new Stopped(row.id(), turn.of(place), account.name(), false));
            }
        }

        boolean isSpent(VendorAccount account) {
            return !mayTake(account, 1);
        }

        /** The first person may take more than the portion, for else nobody would ever send a text of many parts at a slow account. */
        private boolean mayTake(VendorAccount account, int units) {
            Integer left = unitsLeft.get(account.name());
            return left != null && (left >= units || !served.contains(account.name()));
        }

        boolean takeUnits(VendorAccount account, int units) {
            if (!mayTake(account, units)) {
                return false;
            }
            unitsLeft.merge(account.name(), -units, Integer::sum);
            return true;
        }

        void serve(List<ClaimedMessage> made) {
            made.forEach(message -> served.add(message.account().name()));
        }

        /** What was taken for a person's other devices goes back: a person is sent to whole or later. */
        void giveBack(List<ClaimedMessage> made) {
            made.forEach(taken -> unitsLeft.merge(taken.account().name(), taken.units(), Integer::sum));
        }
    }

    private void fillOne(Filling filling, Claimer.Due row, List<ClaimedMessage.Candidate> addresses, Person person) {
        Optional<Form> form = maker.form(filling.order(), row);
        if (form.isEmpty()) {
            filling.filled().leave(row, Reason.NO_ACCOUNT);
            return;
        }
        boolean isEveryDevice = filling.order().channel() == ChannelKind.PUSH;
        List<ClaimedMessage> made = new ArrayList<>();
        Reason why = Reason.NO_ACCOUNT;
        for (ClaimedMessage.Candidate address : addresses) {
            AccountChoice.Choice choice = filling.choice().choose(form.get(), address.scope(), address.region());
            if (!(choice instanceof AccountChoice.Choice.Some some)) {
                continue;
            }
            boolean isStopped = some.isLater()
                    || filling.order().blocked().containsKey(some.account().name());
            if (!isStopped && filling.isSpent(some.account())) {
                filling.giveBack(made);
                filling.await(row, some.account());
                return;
            }
            MessageMaker.Made one = maker.make(new MessageMaker.Order(
                    filling.order(), row, made.size(), form.get(), some.account(), address, person));
            if (one instanceof MessageMaker.Made.Not not) {
                why = not.reason();
                continue;
            }
            if (isStopped) {
                filling.giveBack(made);
                filling.stop(row, some.account());
                return;
            }
            ClaimedMessage message = ((MessageMaker.Made.Message) one).message();
            if (!filling.takeUnits(some.account(), message.units())) {
                filling.giveBack(made);
                filling.await(row, some.account());
                return;
            }
            made.add(message);
            if (!isEveryDevice) {
                break;
            }
        }
        if (made.isEmpty()) {
            filling.filled().leave(row, why);
        }
        filling.serve(made);
        filling.filled().messages().addAll(made);
    }

    private void leaveNowhere(ClaimOrder order, List<Claimer.Due> rows, Filled filled) {
        if (rows.isEmpty()) {
            return;
        }
        Set<Long> tried =
                candidates.tried(order, rows.stream().map(Claimer.Due::id).toList());
        for (Claimer.Due row : rows) {
            if (tried.contains(row.id())) {
                filled.exhausted().add(row.id());
            } else {
                filled.leave(row, Reason.NO_ADDRESS);
            }
        }
    }
}
