package io.racecar.dropwizard;

import io.racecar.dropwizard.ConsumerTask.Operation;
import io.racecar.engine.ConsumerControl;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.deadletters.DeadLetterFilter;
import io.racecar.engine.deadletters.DeadLetterTopic;
import io.racecar.engine.deadletters.DeadLettersException;
import io.racecar.engine.deadletters.Listing;
import io.racecar.engine.deadletters.Observer;
import io.racecar.engine.deadletters.Redrive;
import io.racecar.engine.deadletters.RedriveResult;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Counts a consumer's dead letters, or puts them back; the call takes as long as that does. */
final class DeadLetterOperation implements Operation {
    private final Supplier<RacecarConfig> settings;

    /** The topics whose dead letters are being put back; a second call would only end the first. */
    private final Set<String> redriving = ConcurrentHashMap.newKeySet();

    DeadLetterOperation(Supplier<RacecarConfig> settings) {
        this.settings = settings;
    }

    @Override
    public String perform(ConsumerControl consumer, TaskParameters parameters, String caller)
            throws BadParameterException {
        String name = consumer.status().name();
        DeadLetterFilter filter = DeadLetterFilter.ALL.ofConsumer(name);
        if (parameters.has(TaskParameters.EXCEPTION)) {
            filter = filter.diedOf(parameters.text(TaskParameters.EXCEPTION));
        }
        boolean redrives = parameters.redrives();
        Redrive how = Redrive.STANDARD.limitedTo(parameters.limit());
        DeadLetterTopic topic = topic(name);
        try {
            return redrives ? said(topic, redrive(topic, filter, how)) : said(topic.list(filter, 1, Observer.NONE));
        } catch (DeadLettersException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private RedriveResult redrive(DeadLetterTopic topic, DeadLetterFilter filter, Redrive how) {
        if (!redriving.add(topic.name())) {
            throw new IllegalStateException(
                    "dead letters of " + topic.name() + " are being put back already; ask again once that is done");
        }
        try {
            return topic.redrive(filter, how, Observer.NONE);
        } finally {
            redriving.remove(topic.name());
        }
    }

    private DeadLetterTopic topic(String consumer) {
        RacecarConfig config = settings.get();
        return config.consumer(consumer)
                .deadLetterTopic()
                .map(it -> DeadLetterTopic.of(config, it))
                .orElseThrow(() -> new IllegalStateException(
                        consumer + " has no deadLetter.topic, so it gives no message up; set it"));
    }

    private static String said(Listing listing) {
        return listing.matching() + " dead letters in " + listing.topic() + ", " + listing.redriven()
                + " of them put back";
    }

    private static String said(DeadLetterTopic topic, RedriveResult result) {
        String refused = result.refused().stream()
                .map(it -> "; " + it.letters() + " refused: " + it.example())
                .collect(Collectors.joining());
        return "put back " + result.redriven() + " of " + result.matching() + " dead letters in " + topic.name() + "; "
                + result.before() + " earlier; " + result.left() + " are left" + refused;
    }
}
