package io.racecar.engine.deadletters;

import io.racecar.engine.codec.RecordMessage;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.deadletters.Survey.Found;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The dead letters in a topic (F6): lists them, shows one, puts them back into topics, deletes them. Thread-safe; each call uses
 * clients of its own, on the calling thread, and takes as long as it takes to read the topic. What it keeps in memory is about
 * two bits for each message of the topic, beside what is asked for. It reads committed messages only.
 *
 * <p>Every method throws a {@link DeadLettersException} if the topic does not exist, brokers do not answer within a minute or
 * refuse, or the thread is interrupted.
 */
public final class DeadLetterTopic {
    private final RacecarConfig config;
    private final String name;
    private final Clients clients;
    private final Troubles troubles;

    private DeadLetterTopic(RacecarConfig config, String name) {
        this.config = config;
        this.name = name;
        this.clients = new Clients(config);
        this.troubles = new Troubles(config, name);
    }

    /** The topic of that name, on the brokers and with the credentials of those settings. Connects to nothing yet. */
    public static DeadLetterTopic of(RacecarConfig config, String name) {
        return new DeadLetterTopic(config, name);
    }

    /**
     * The dead-letter topics that settings name, in alphabetical order: for all consumers, and for those that have settings of
     * their own.
     */
    public static List<String> configured(RacecarConfig config) {
        TreeSet<String> topics = new TreeSet<>();
        config.consumer("any").deadLetterTopic().ifPresent(topics::add);
        config.consumerNames()
                .forEach(it -> config.consumer(it).deadLetterTopic().ifPresent(topics::add));
        return List.copyOf(topics);
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /**
     * Finds dead letters.
     *
     * @param limit how many of them, the newest, 1 to 100,000; all are counted
     */
    public Listing list(DeadLetterFilter filter, int limit, Observer observer) {
        if (limit < 1 || limit > 100_000) {
            throw new IllegalArgumentException("limit must be 1 to 100000 but was " + limit);
        }
        return asking(() -> {
            try (LetterReader reader = reader()) {
                return listing(reader, filter, limit, observer);
            }
        });
    }

    private Listing listing(LetterReader reader, DeadLetterFilter filter, int limit, Observer observer) {
        Receipts receipts = receipts();
        LetterSet matching = new LetterSet();
        Comparator<DeadLetter> byTime = Comparator.comparing(DeadLetter::since)
                .thenComparing(it -> it.partition().number())
                .thenComparing(DeadLetter::offset);
        PriorityQueue<DeadLetter> newest = new PriorityQueue<>(byTime);
        reader.each(observer, record -> {
            DeadLetter letter = receipts.take(record) ? null : DeadLetter.of(record);
            if (letter != null && filter.fits(letter)) {
                matching.add(record.partition(), record.offset());
                newest.add(letter);
                if (newest.size() > limit) {
                    newest.poll();
                }
            }
            return true;
        });
        long all = matching.size();
        matching.removeAll(receipts.toAny());
        List<DeadLetter> letters = newest.stream()
                .sorted(byTime)
                .map(it -> it.redrivenTo(receipts.targets(it)))
                .toList();
        return new Listing(name, letters, all, all - matching.size());
    }

    /** The dead letter at a place; empty if there is none. */
    public Optional<OpenedLetter> open(int partition, long offset) {
        return asking(() -> {
            try (LetterReader reader = reader()) {
                return reader.narrow(partition, offset) ? opened(reader, offset) : Optional.empty();
            }
        });
    }

    private Optional<OpenedLetter> opened(LetterReader reader, long offset) {
        Receipts receipts = receipts();
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>(1);
        reader.each(Observer.NONE, record -> {
            if (!receipts.take(record) && record.offset() == offset) {
                found.add(record);
            }
            return !found.isEmpty(); // whether it was put back is said behind it
        });
        return found.stream().findFirst().map(it -> {
            DeadLetter letter = DeadLetter.of(it);
            return new OpenedLetter(
                    letter.redrivenTo(receipts.targets(letter)), RecordMessage.of(it, ConsumerRecord::value));
        });
    }

    /** Says what {@link #redrive} would do, and does nothing. */
    public RedriveResult plan(DeadLetterFilter filter, Redrive how, Observer observer) {
        return asking(() -> {
            try (Admin admin = clients.admin();
                    LetterReader reader = completeReader(admin)) {
                Survey survey = new Survey(filter, how, new Targets(admin, how), cluster(admin));
                reader.each(observer, survey::take);
                Found found = survey.found();
                boolean cancelled = observer.isCancelled();
                return new RedriveResult(
                        found.matching(), found.before(), 0, found.due().size(), found.refused(), cancelled);
            }
        });
    }

    /**
     * Puts dead letters back: those that fit and were not put into their topic before. Each keeps its key, value, headers and
     * create time, without those headers that say how it died, and has one more that counts how often this was done. Those of
     * one partition of this topic keep their order.
     *
     * <p>What was put back is recorded among the dead letters, in one transaction with it. So whatever ends this, even the death
     * of the process, the next call goes on where it stopped, with whichever filter. Nobody else can do it at the same time: the
     * first fails when a second begins.
     *
     * @throws IllegalArgumentException if all are to go into this very topic
     */
    public RedriveResult redrive(DeadLetterFilter filter, Redrive how, Observer observer) {
        if (name.equals(how.to())) {
            throw new IllegalArgumentException("dead letters of " + name + " cannot be put back into " + name
                    + "; name another topic, or none for those where they were");
        }
        return asking(() -> {
            try (Admin admin = clients.admin();
                    Transactions transactions = transactions(cluster(admin))) {
                transactions.begin();
                return redrive(admin, transactions, filter, how, observer);
            }
        });
    }

    private Transactions transactions(String cluster) {
        return new Transactions(clients.producer("racecar-redrive-" + name), cluster, InstantSource.system());
    }

    private RedriveResult redrive(
            Admin admin, Transactions transactions, DeadLetterFilter filter, Redrive how, Observer observer) {
        try (LetterReader reader = completeReader(admin)) {
            Targets targets = new Targets(admin, how);
            Survey survey = new Survey(filter, how, targets, cluster(admin));
            reader.each(observer, survey::take);
            Found found = survey.found();
            return observer.isCancelled()
                    ? new RedriveResult(
                            found.matching(), found.before(), 0, found.due().size(), found.refused(), true)
                    : new Redriving(found, how, targets, transactions, observer).run(reader);
        }
    }

    /** Says what a purge deletes, and deletes nothing; nothing would be if that is cancelled. */
    public PurgePlan plan(Purge purge, Observer observer) {
        return asking(() -> {
            try (LetterReader reader = reader()) {
                Receipts receipts = receipts();
                reader.each(observer, record -> {
                    receipts.take(record);
                    return true;
                });
                reader.rewind();
                PurgeSurvey survey = new PurgeSurvey(purge, receipts.toAny());
                reader.each(observer, survey::take);
                return observer.isCancelled() ? new PurgePlan(name, List.of()) : survey.plan(name, reader);
            }
        });
    }

    /** Deletes what that plan says, for good. What came later stays. */
    public void purge(PurgePlan plan) {
        Map<TopicPartition, RecordsToDelete> ends = new HashMap<>();
        plan.ranges()
                .forEach(it -> ends.put(
                        new TopicPartition(name, it.partition().number()), RecordsToDelete.beforeOffset(it.end())));
        asking(() -> {
            try (Admin admin = clients.admin()) {
                return answer(admin.deleteRecords(ends).all());
            }
        });
    }

    private LetterReader reader() {
        return LetterReader.of(clients.consumer(), name);
    }

    /**
     * What was put back may be recorded behind a transaction that somebody else has open in this topic, and so cannot be read
     * yet: this reader waits for the end of such.
     */
    private LetterReader completeReader(Admin admin) {
        LetterReader reader = reader();
        try {
            reader.extend(ends(admin, reader.ends().keySet()));
            return reader;
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(it -> latest.put(it, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        answer(admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                        .all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private Receipts receipts() {
        try (Admin admin = clients.admin()) {
            String cluster = cluster(admin);
            return new Receipts(it -> it.cluster().equals(cluster));
        }
    }

    private static String cluster(Admin admin) {
        return answer(admin.describeCluster().clusterId());
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private <T> T asking(Supplier<T> action) {
        try {
            return action.get();
        } catch (KafkaException e) {
            throw troubles.of(e);
        }
    }
}
