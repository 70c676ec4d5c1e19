package io.racecar.datadog;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes metrics as DogStatsD reads them, as many into a packet as it holds. Used by one thread at a time. */
final class Lines {
    private static final int DECIMALS = 6;
    private static final MathContext RATE = new MathContext(10, RoundingMode.DOWN);
    private static final BigDecimal A_LITTLE_LESS = new BigDecimal("0.9999999999");

    private final String prefix;
    private final Agent agent;
    private final ByteBuffer packet;

    Lines(String namespace, Agent agent) {
        this.prefix = namespace + ".";
        this.agent = agent;
        this.packet = ByteBuffer.allocate(agent.packetBytes());
    }

    void count(String name, long number, String tags) {
        add(prefix + name + ":" + number + "|" + Type.COUNT.code() + tags);
    }

    void gauge(Metric metric, double value, String tags) {
        add(prefix + metric.text() + ":" + plain(value) + "|" + metric.type().code() + tags);
    }

    /** A number of values that are about the same: to the agent, a sample rate is how many of them a line stands for. */
    void values(Metric metric, double value, long number, String tags) {
        String rate = number == 1 ? "" : "|@" + rate(number);
        add(prefix + metric.text() + ":" + plain(value) + "|" + metric.type().code() + rate + tags);
    }

    /** @param status 0: OK, 1: warning, 2: critical */
    void check(Metric metric, int status, String tags, String message) {
        add(metric.type().code() + "|" + prefix + metric.text() + "|" + status + tags + "|m:" + message);
    }

    /** The agent cuts 1 / rate, in binary, down to a whole number: so the rate must not be too large by the least. */
    static String rate(long number) {
        BigDecimal rate = BigDecimal.ONE.divide(BigDecimal.valueOf(number), RATE);
        boolean exact = (long) (1 / rate.doubleValue()) == number;
        return (exact ? rate : rate.multiply(A_LITTLE_LESS)).toPlainString();
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value)
                .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    private void add(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        if (bytes.length > packet.remaining()) {
            send();
        }
        if (bytes.length > packet.capacity()) {
            agent.send(ByteBuffer.wrap(bytes));
        } else {
            packet.put(bytes);
        }
    }

    private void send() {
        if (packet.position() > 0) {
            try {
                agent.send(packet.flip());
            } finally {
                packet.clear();
            }
        }
    }

    /** Sends what is left. */
    void end() {
        send();
        agent.endRound();
    }
}
