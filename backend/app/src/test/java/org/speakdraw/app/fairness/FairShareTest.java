package org.speakdraw.app.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairShareTest {

    private static final long SECOND = 1_000_000_000L;

    private final FairShare<Client> share = new FairShare<>();
    private final List<Client> clients = new ArrayList<>();
    private long now;

    /** Asks again {@code pause} after its turn, paying {@code cost} for each. */
    private static final class Client {
        private final Account account = new Account();
        private final long cost;
        private final long pauseNanos;
        private long asksAtNanos;
        private boolean asking;
        private int turns;

        Client(long cost, long pauseNanos) {
            this.cost = cost;
            this.pauseNanos = pauseNanos;
        }
    }

    private Client client(long cost, long pauseNanos) {
        Client client = new Client(cost, pauseNanos);
        clients.add(client);
        return client;
    }

    /** Serves for {@code nanos} a device that needs {@code nanosPerCost} for each unit of cost. */
    private void serve(long nanos, long nanosPerCost, int together) {
        long end = now + nanos;
        while (now < end) {
            for (Client client : clients) {
                if (!client.asking && client.asksAtNanos <= now) {
                    client.asking = true;
                    share.ask(client, client.account, now);
                }
            }
            List<Client> taken = share.take(together, now, client -> client.cost);
            for (Client client : taken) {
                now += client.cost * nanosPerCost;
                client.turns++;
            }
            for (Client client : taken) {
                client.asking = false;
                client.asksAtNanos = now + client.pauseNanos;
            }
            if (taken.isEmpty()) {
                now += 100_000;
            }
        }
    }

    @Test
    void whoHasSeveralSharesGetsSoManyTimesTheOthersTurnsUntilTheyAreTakenAway() {
        for (int i = 0; i < 5; i++) {
            client(100, 0);
        }
        Client favoured = clients.get(0);
        Client other = clients.get(1);
        favoured.account.weigh(3);
        serve(10 * SECOND, 80_000, 1);
        assertThat(favoured.turns).isBetween(3 * other.turns - 5, 3 * other.turns + 5);
        assertThat(clients.subList(1, 5))
                .allSatisfy(each -> assertThat(each.turns).isBetween(other.turns - 2, other.turns + 2));

        favoured.account.weigh(1);
        int before = favoured.turns - other.turns;
        serve(10 * SECOND, 80_000, 1);
        assertThat(favoured.turns - other.turns).isBetween(before - 5, before + 5);
    }

    @Test
    void nobodyHasLessThanOneShare() {
        Account account = client(100, 0).account;
        assertThatThrownBy(() -> account.weigh(0)).hasMessage("0 shares, at least 1");
        account.weigh(1_000);
        assertThat(account.price(100)).as("a turn is never free").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 16})
    void equalMembersGetEqualSharesWhateverTheyDoToGetMore(int together) {
        for (int i = 0; i < 6; i++) {
            client(1, 3_000_000L * i / 6);
        }
        Client flooding = client(1, 0);
        Client slow = client(1, SECOND / 3);
        serve(10 * SECOND, 8_000_000, together);
        assertThat(slow.turns).as("gets what it asks for").isGreaterThanOrEqualTo(27);
        double[] busy = clients.stream()
                .filter(each -> each != slow)
                .mapToDouble(each -> each.turns)
                .toArray();
        assertThat(jain(busy)).isGreaterThan(0.999);
        assertThat(flooding.turns).isBetween((int) busy[0] - 2, (int) busy[0] + 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void whoeverAsksForMoreWorkGetsFewerTurns(int together) {
        Client one = client(1, 0);
        Client two = client(2, 0);
        Client four = client(4, 0);
        serve(10 * SECOND, 1_000_000, together);
        assertThat((double) one.turns / two.turns).isBetween(1.98, 2.02);
        assertThat((double) one.turns / four.turns).isBetween(3.96, 4.04);
    }

    @Test
    void whatOthersDoNotWantIsThereForTheRest() {
        Client modest = client(1, SECOND / 10);
        Client costly = client(4, 0);
        serve(10 * SECOND, 10_000_000, 4);
        assertThat(modest.turns).isGreaterThan(70);
        assertThat(costly.turns * 4 + modest.turns).isGreaterThan(990);
    }

    @Test
    void whoComesBackHasNoClaimToWhatItDidNotAskFor() {
        Client steady = client(1, 0);
        Client away = client(1, 0);
        away.asksAtNanos = 5 * SECOND;
        serve(5 * SECOND, 1_000_000, 1);
        int before = steady.turns;
        serve(SECOND, 1_000_000, 1);
        assertThat(steady.turns - before).isBetween(499, 501);
        assertThat(away.turns).isBetween(499, 501);
    }

    /** Shares differ by no more than two turns of the costliest at any moment, whoever comes and goes. */
    @Test
    void nobodyFallsBehindWithRandomArrivals() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            FairShare<Client> shared = new FairShare<>();
            List<Client> always = new ArrayList<>();
            for (int i = 0; i < 2 + random.nextInt(6); i++) {
                always.add(new Client(1 + random.nextInt(8), 0));
            }
            Client guest = new Client(1 + random.nextInt(8), 0);
            int together = 1 + random.nextInt(8);
            long worst = always.stream().mapToLong(each -> each.cost).max().orElseThrow();
            always.forEach(each -> shared.ask(each, each.account, 0));
            for (int tick = 0; tick < 300; tick++) {
                if (!guest.asking && random.nextInt(4) == 0) {
                    guest.asking = true;
                    shared.ask(guest, guest.account, 0);
                }
                for (Client served : shared.take(together, 0, each -> each.cost)) {
                    served.turns++;
                    served.asking = false;
                    if (served != guest) {
                        shared.ask(served, served.account, 0);
                    }
                }
                long[] had = always.stream()
                        .mapToLong(each -> each.turns * each.cost)
                        .sorted()
                        .toArray();
                assertThat(had[had.length - 1] - had[0]).isLessThanOrEqualTo(2 * Math.max(worst, guest.cost));
            }
        }
    }

    @Test
    void neverTakesMoreThanFitNorAnybodyTwice() {
        List<Integer> asked = IntStream.range(0, 40).boxed().toList();
        FairShare<Integer> shared = new FairShare<>();
        asked.forEach(each -> shared.ask(each, new Account(), 0));
        List<Integer> served = new ArrayList<>();
        while (shared.waiting() > 0) {
            List<Integer> taken = shared.take(16, 0, each -> 1);
            assertThat(taken).hasSizeBetween(1, 16);
            served.addAll(taken);
        }
        assertThat(served).containsExactlyElementsOf(asked);
    }

    @Test
    void holdsNothingOfMembersThatDoNotAsk() {
        FairShare<Integer> shared = new FairShare<>();
        shared.ask(1, new Account(), 0);
        shared.ask(2, new Account(), 500);
        assertThat(shared.take(4, 100, each -> 1)).containsExactly(1);
        assertThat(shared.waiting()).isEqualTo(1);
        assertThat(shared.nanosToNext(100)).hasValue(400);
        assertThat(shared.take(4, 499, each -> 1)).isEmpty();
        assertThat(shared.take(4, 500, each -> 1)).containsExactly(2);
        assertThat(shared.waiting()).isZero();
        assertThat(shared.nanosToNext(500)).isEmpty();
    }

    /** Jain's index of fairness: 1 when all are equal. */
    private static double jain(double[] shares) {
        double sum = 0;
        double squares = 0;
        for (double share : shares) {
            sum += share;
            squares += share * share;
        }
        return sum * sum / (shares.length * squares);
    }
}
