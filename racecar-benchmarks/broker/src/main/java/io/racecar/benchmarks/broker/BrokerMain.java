package io.racecar.benchmarks.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.racecar.testing.EmbeddedKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * A broker that takes commands, one a line, and answers each with a line: {@code ok}, or {@code error} and why.
 *
 * <p>Its first line is {@code ok} and its address. It ends, and deletes its data, when its standard input ends.
 *
 * <pre>
 * fill TOPIC PARTITIONS RECORDS BYTES KEYS bytes|json    creates a topic with so many records
 * create TOPIC PARTITIONS                                creates an empty one
 * pace TOPIC RECORDS PER_SECOND                          begins to send records that hold their time
 * </pre>
 */
public final class BrokerMain {
    private final EmbeddedKafka kafka;
    private final TopicFiller filler;
    private final PacedSender sender;

    private BrokerMain(EmbeddedKafka kafka) {
        this.kafka = kafka;
        this.filler = new TopicFiller(kafka.brokers());
        this.sender = new PacedSender(kafka.brokers());
    }

    /**
     * Runs it.
     *
     * @param args none
     * @throws IOException if standard input cannot be read
     */
    public static void main(String[] args) throws IOException {
        EmbeddedKafka kafka = EmbeddedKafka.start();
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "benchmark-broker-close"));
        System.out.println("ok " + kafka.brokers());
        new BrokerMain(kafka).obey(new BufferedReader(new InputStreamReader(System.in, UTF_8)));
        System.exit(0);
    }

    private void obey(BufferedReader commands) throws IOException {
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(answer(line.split(" ")));
        }
    }

    private String answer(String[] words) {
        try {
            switch (words[0]) {
                case "create" -> kafka.createTopic(words[1], number(words[2]));
                case "fill" -> {
                    kafka.createTopic(words[1], number(words[2]));
                    filler.fill(words[1], number(words[3]), payload(words[6], number(words[4])), number(words[5]));
                }
                case "pace" -> sender.send(words[1], number(words[2]), number(words[3]));
                default -> throw new IllegalArgumentException("no such command: " + words[0]);
            }
            return "ok";
        } catch (RuntimeException e) {
            e.printStackTrace();
            return "error " + e;
        }
    }

    private static Payload payload(String format, int bytes) {
        return format.equals("json") ? Payload.json() : Payload.bytes(bytes);
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }
}
